namespace Vernier.AiOrchestrator.Models;

/// <summary>The budgets and what is spent: the response of <c>GET /api/budget</c>.</summary>
/// <param name="CurrentRunId">The run, or null if the request has none.</param>
/// <param name="SpentRunUsd">What the run has spent in USD; 0 without a run.</param>
/// <param name="MaxRunUsd">The budget of each run in USD.</param>
/// <param name="SpentDayUsd">What all runs have spent in USD on the current UTC day.</param>
/// <param name="MaxDayUsd">The budget of a UTC day in USD.</param>
/// <param name="DowngradeThreshold">The share of a budget from which calls use the next lower complexity.</param>
/// <param name="AgentComplexityKeys">The complexities, from the lowest to the highest.</param>
internal sealed record BudgetReport(
    string? CurrentRunId,
    double SpentRunUsd,
    double MaxRunUsd,
    double SpentDayUsd,
    double MaxDayUsd,
    double DowngradeThreshold,
    IReadOnlyList<string> AgentComplexityKeys);
