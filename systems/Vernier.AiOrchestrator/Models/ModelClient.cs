using Microsoft.Extensions.Logging;
using Vernier.AiOrchestrator.Storage;

namespace Vernier.AiOrchestrator.Models;

/// <summary>Calls models within the budgets: the primary leg, and the secondary one if the primary fails. Thread-safe.</summary>
internal sealed class ModelClient(
    IReadOnlyList<ModelConnection> legs, ModelPrices prices, Budgets budgets, CostLedger ledger, AiOrchestratorMetrics metrics, TimeProvider time, ILogger<ModelClient> logger)
{
    /// <summary>The legs in the order of their use; at least one.</summary>
    public IReadOnlyList<ModelConnection> Legs { get; } = legs;

    /// <summary>
    /// Checks the budgets, calls the legs, and returns when the cost of the call is stored. A call that failed but reported usage is charged too.
    /// </summary>
    /// <exception cref="BudgetExceededException">A budget is exhausted.</exception>
    /// <exception cref="ModelException">The call failed on all legs.</exception>
    /// <exception cref="StorageException">The budgets cannot be read; no model was called.</exception>
    public async Task<ModelReply> CompleteAsync(ModelRequest request, CancellationToken cancellation)
    {
        var complexity = await budgets.CheckAsync(request.RunId, request.Complexity, cancellation).ConfigureAwait(false);
        // Another host may have accepted the run; here, too, its first cost must be an increase.
        metrics.RunAccepted(request.Repository, request.User);
        var failures = new List<string>();
        for (var i = 0; ; i++)
        {
            var leg = Legs[i];
            var model = leg.Leg == ModelLeg.Primary && request.Model is { } chosen ? chosen : leg.ModelOf(complexity);
            try
            {
                return await CompleteAsync(request, leg, model, complexity, cancellation).ConfigureAwait(false);
            }
            catch (ModelLegException failure)
            {
                if (!failure.IsUnsent)
                    ModelLog.LegFailed(logger, request.RunId, leg.Leg, model, failure.Message);
                failures.Add($"{leg.Leg.ToString().ToLowerInvariant()} leg ({model}): {failure.Message}");
                if (failure.IsInvalidRequest || i == Legs.Count - 1)
                    throw new ModelException($"Model call failed: {string.Join("; ", failures)}.");
                metrics.FailedOver(complexity, leg.Leg, Legs[i + 1].Leg);
            }
        }
    }

    private async Task<ModelReply> CompleteAsync(ModelRequest request, ModelConnection leg, string model, Complexity complexity, CancellationToken cancellation)
    {
        ModelCompletion completion;
        try
        {
            completion = await leg.CompleteAsync(model, request.Messages, cancellation).ConfigureAwait(false);
        }
        catch (ModelLegException failure)
        {
            if (!failure.IsUnsent)
                metrics.ModelCallFailed(model, failure.Usage.InputTokens, failure.Usage.OutputTokens);
            if (failure.Usage != default)
                await ChargeAsync(request, leg, model, failure.Usage, cancellation).ConfigureAwait(false);
            throw;
        }
        metrics.ModelCallSucceeded(model, completion.Usage.InputTokens, completion.Usage.OutputTokens);
        var cost = await ChargeAsync(request, leg, model, completion.Usage, cancellation).ConfigureAwait(false);
        return new ModelReply(completion.Text, model, leg.Leg, complexity, completion.Usage.InputTokens, completion.Usage.OutputTokens, cost);
    }

    private async Task<double> ChargeAsync(ModelRequest request, ModelConnection leg, string model, ModelUsage usage, CancellationToken cancellation)
    {
        var usd = prices.CostOf(leg.Settings, model, usage);
        var cost = new CallCost(Guid.NewGuid().ToString("N"), request.RunId, request.Repository, request.User, usd, time.GetUtcNow());
        await ledger.AddAsync(cost, cancellation).ConfigureAwait(false);
        return usd;
    }
}
