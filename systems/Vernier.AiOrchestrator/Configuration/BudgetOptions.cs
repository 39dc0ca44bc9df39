using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>
/// The budgets: the section <c>budget</c>. They are checked before each model call; the calls in progress at that time can exceed a budget by their cost.
/// </summary>
[SnakeCaseKeys]
public sealed class BudgetOptions
{
    /// <summary>Gets or sets the budget of a run in USD, 0 to 1,000,000; 0 refuses each call. Default: 100.</summary>
    [Range(0.0, 1_000_000.0)]
    public double MaxPerRunUsd { get; set; } = 100;

    /// <summary>Gets or sets the budget of all runs on a UTC day in USD, 0 to 1,000,000; 0 refuses each call. Default: 500.</summary>
    [Range(0.0, 1_000_000.0)]
    public double MaxPerDayUsd { get; set; } = 500;

    /// <summary>
    /// Gets or sets the share of a budget from which a call uses the complexity one step below the requested one, more than 0 and at most 1. Default: 0.8.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, ErrorMessage = "must be more than 0 and at most 1")]
    public double DowngradeThreshold { get; set; } = 0.8;
}
