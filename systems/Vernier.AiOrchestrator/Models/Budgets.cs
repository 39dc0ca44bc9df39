using Vernier.AiOrchestrator.Storage;

namespace Vernier.AiOrchestrator.Models;

/// <summary>The budgets of runs and of UTC days. Thread-safe.</summary>
internal sealed class Budgets
{
    /// <summary>Returns the budgets and what is spent.</summary>
    public Task<BudgetReport> ReportAsync(string? runId, CancellationToken cancellation) => throw new NotImplementedException($"{runId}{cancellation}");

    /// <summary>Returns what a run has spent in USD.</summary>
    public Task<double> SpentByRunAsync(string runId, CancellationToken cancellation) => throw new NotImplementedException($"{runId}{cancellation}");

    /// <summary>Stores the cost total of a repository and user at 0, in the transaction that stores the run.</summary>
    public Task RunAcceptedAsync(DatabaseSession session, string repository, string user) => throw new NotImplementedException($"{session}{repository}{user}");
}
