using Vernier.AiOrchestrator.Configuration;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Models;

/// <summary>The budgets of runs and of UTC days. Thread-safe.</summary>
internal sealed class Budgets(CostStore store, BudgetOptions options, AiOrchestratorMetrics metrics, TimeProvider time)
{
    /// <summary>
    /// Checks the budgets before a call, and returns the complexity that it uses: the requested one, or the next lower one if the run or the day has
    /// reached the threshold. It is derived from the requested complexity at each call, so that a run goes down by one step and not by one more with each
    /// call, and a new UTC day restores it.
    /// </summary>
    /// <exception cref="BudgetExceededException">A budget is exhausted.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<Complexity> CheckAsync(string runId, Complexity requested, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var spend = await store.ReadSpendAsync(runId, now, cancellation).ConfigureAwait(false);
        var run = spend.RunUsd ?? 0;
        var day = spend.DayUsd ?? 0;
        if (run >= options.MaxPerRunUsd)
            throw Refuse($"The budget of the run is exhausted: {Usd(run)} of {Usd(options.MaxPerRunUsd)} USD are spent. It does not reset; a new run has its own budget.");
        if (day >= options.MaxPerDayUsd)
        {
            throw Refuse($"The budget of the UTC day {now.UtcDateTime:yyyy-MM-dd} is exhausted: {Usd(day)} of {Usd(options.MaxPerDayUsd)} USD are spent. "
                + $"It resets at {now.UtcDateTime.Date.AddDays(1):yyyy-MM-ddTHH:mm:ss}Z.");
        }

        var isAlmostExhausted = run >= options.DowngradeThreshold * options.MaxPerRunUsd || day >= options.DowngradeThreshold * options.MaxPerDayUsd;
        return isAlmostExhausted && requested > Complexity.Trivial ? requested - 1 : requested;
    }

    /// <summary>Returns the budgets and what is spent.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<BudgetReport> ReportAsync(string? runId, CancellationToken cancellation)
    {
        var spend = await store.ReadSpendAsync(runId, time.GetUtcNow(), cancellation).ConfigureAwait(false);
        return new BudgetReport(
            runId, spend.RunUsd ?? 0, options.MaxPerRunUsd, spend.DayUsd ?? 0, options.MaxPerDayUsd, options.DowngradeThreshold, EnumNames<Complexity>.All);
    }

    /// <summary>Returns what a run has spent in USD.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<double> SpentByRunAsync(string runId, CancellationToken cancellation) =>
        (await store.ReadSpendAsync(runId, time.GetUtcNow(), cancellation).ConfigureAwait(false)).RunUsd ?? 0;

    /// <summary>Returns what a run has spent in USD, as the caller's transaction sees it.</summary>
    public static Task<double> SpentByRunAsync(DatabaseSession session, string runId) =>
        session.FirstOrDefaultAsync<double>($"SELECT {CostStore.SpentByRun("@RunId")}", new { RunId = runId });

    /// <summary>Stores the cost total of a repository and user at 0 if there is none, in the transaction that stores the run.</summary>
    public Task RunAcceptedAsync(DatabaseSession session, string repository, string user) => store.AddTotalAsync(session, repository, user, 0);

    /// <summary>Deletes what a run has spent, in the transaction that deletes the run.</summary>
    public static Task RunDeletedAsync(DatabaseSession session, string runId) => CostStore.DeleteRunAsync(session, runId);

    private BudgetExceededException Refuse(string message)
    {
        metrics.BudgetRefusedCall();
        return new BudgetExceededException(message);
    }

    private static string Usd(double amount) => $"{amount:0.######}";
}
