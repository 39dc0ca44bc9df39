namespace Vernier.AiOrchestrator.Models;

/// <summary>Calls models within the budgets. Thread-safe.</summary>
internal sealed class ModelClient
{
    /// <summary>Checks the budgets, calls the legs, and stores the cost.</summary>
    /// <exception cref="BudgetExceededException">A budget is exhausted.</exception>
    /// <exception cref="ModelException">The call failed on all legs.</exception>
    public Task<ModelReply> CompleteAsync(ModelRequest request, CancellationToken cancellation) => throw new NotImplementedException($"{request}{cancellation}");
}
