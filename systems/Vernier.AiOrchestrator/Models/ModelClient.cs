using Microsoft.Extensions.Logging;
using Vernier.AspNetCore.Diagnostics;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Models;

/// <summary>Calls models within the budgets: the primary leg, and the secondary one if the primary fails. Thread-safe.</summary>
internal sealed class ModelClient(
    IReadOnlyList<ModelConnection> legs, ModelPrices prices, Budgets budgets, CostLedger ledger, AiOrchestratorMetrics metrics, TimeProvider time, ILogger<ModelClient> logger)
{
    private readonly OutageTracker _outages = new(time);

    /// <summary>The legs in the order of their use; at least one.</summary>
    public IReadOnlyList<ModelConnection> Legs { get; } = legs;

    /// <summary>
    /// Checks the budgets, calls the legs, and returns when the cost of the call is stored. A call that failed but reported usage is charged too.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellation">Cancels the call of a model. A response that has arrived is not lost.</param>
    /// <param name="drop">Stops waiting for the storage of the cost, which can last as long as an outage of the database; the response is lost.</param>
    /// <exception cref="BudgetExceededException">A budget is exhausted.</exception>
    /// <exception cref="ModelException">The call failed on all legs.</exception>
    /// <exception cref="StorageException">The budgets cannot be read; no model was called.</exception>
    public async Task<ModelReply> CompleteAsync(ModelRequest request, CancellationToken cancellation, CancellationToken drop)
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
                return await CompleteAsync(request, leg, model, complexity, cancellation, drop).ConfigureAwait(false);
            }
            catch (ModelLegException failure)
            {
                if (!failure.IsUnsent && _outages.Failed(leg.Leg.ToString(), failure.Message))
                    ModelLog.LegFailed(logger, request.RunId, leg.Leg, model, failure.Message);
                failures.Add($"{leg.Leg.ToString().ToLowerInvariant()} leg ({model}): {failure.Message}");
                if (failure.IsInvalidRequest || i == Legs.Count - 1)
                    throw new ModelException($"Model call failed: {string.Join("; ", failures)}.");
                metrics.FailedOver(complexity, leg.Leg, Legs[i + 1].Leg);
            }
        }
    }

    private async Task<ModelReply> CompleteAsync(
        ModelRequest request, ModelConnection leg, string model, Complexity complexity, CancellationToken cancellation, CancellationToken drop)
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
                await ChargeAsync(request, leg, model, failure.Usage, drop).ConfigureAwait(false);
            throw;
        }
        if (_outages.Succeeded(leg.Leg.ToString()) is { } outage)
            ModelLog.LegSucceeds(logger, leg.Leg, outage.Failures, outage.Duration);
        metrics.ModelCallSucceeded(model, completion.Usage.InputTokens, completion.Usage.OutputTokens);
        var cost = await ChargeAsync(request, leg, model, completion.Usage, drop).ConfigureAwait(false);
        return new ModelReply(completion.Text, model, leg.Leg, complexity, completion.Usage.InputTokens, completion.Usage.OutputTokens, cost);
    }

    private async Task<double> ChargeAsync(ModelRequest request, ModelConnection leg, string model, ModelUsage usage, CancellationToken drop)
    {
        var usd = prices.CostOf(leg.Settings, model, usage);
        var cost = new CallCost(Guid.NewGuid().ToString("N"), request.RunId, request.Repository, request.User, usd, time.GetUtcNow());
        await ledger.AddAsync(cost, drop).ConfigureAwait(false);
        return usd;
    }
}
