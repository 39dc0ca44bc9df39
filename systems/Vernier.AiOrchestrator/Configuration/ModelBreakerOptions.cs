using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>
/// The circuit breaker of each leg: the section <c>circuit_breaker</c>. It opens when a share of the calls within a sampling period fails; while it is
/// open, calls go to the other leg at once. After the break one trial call decides whether it closes.
/// </summary>
[SnakeCaseKeys]
public sealed class ModelBreakerOptions
{
    /// <summary>Gets or sets the share of failed calls that opens the circuit breaker, more than 0 and at most 1. Default: 0.5.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, ErrorMessage = "must be more than 0 and at most 1")]
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>Gets or sets the number of calls within the sampling period below which the circuit breaker stays closed, 2 to 1,000. Default: 4.</summary>
    [Range(2, 1_000)]
    public int MinCalls { get; set; } = 4;

    /// <summary>
    /// Gets or sets the sampling period, 1 second to 1 day. Default: 5 minutes, in which a host with a few runs makes about 10 calls; shorter than four
    /// calls in a row take, the circuit breaker could never open.
    /// </summary>
    [DurationRange(1, 86_400)]
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how long the circuit breaker stays open, 0.5 seconds to 1 day. Default: 25 seconds.</summary>
    [DurationRange(0.5, 86_400)]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(25);
}
