using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.DicomWebOAuth.Servers;

/// <summary>Retries and circuit breaker of a token endpoint. The keys are the names of the properties; durations are written in seconds.</summary>
public sealed class ResilienceOptions
{
    private const double Day = 86_400;

    /// <summary>Whether a circuit breaker stops requests to a failing token endpoint for a while. Default: false.</summary>
    public bool CircuitBreakerEnabled { get; set; }

    /// <summary>The number of consecutive failures that open the circuit, at least 1; the retries of one acquisition count once. Default: 5.</summary>
    [Range(1, int.MaxValue)]
    public int CircuitBreakerFailureThreshold { get; set; } = 5;

    /// <summary>How long the circuit stays open after the last failure before one trial request is sent, 0 to 1 day. Default: 60 seconds.</summary>
    [DurationRange(0, Day)]
    public TimeSpan CircuitBreakerTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The maximum number of attempts of one acquisition, including the first, 1 to 100. Default: 3.</summary>
    [Range(1, 100)]
    public int RetryMaxAttempts { get; set; } = 3;

    /// <summary>How the delay grows from retry to retry. Default: exponential.</summary>
    public RetryStrategy RetryStrategy { get; set; } = RetryStrategy.Exponential;

    /// <summary>The delay before the first retry, 0 to 1 day. Default: 1 second.</summary>
    [DurationRange(0, Day)]
    public TimeSpan RetryInitialDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The factor of the exponential strategy, 1 to 1000. Default: 2.</summary>
    [Range(1.0, 1000.0)]
    public double RetryMultiplier { get; set; } = 2;

    /// <summary>The maximum delay, 0 to 1 day. Default: none, which means a day.</summary>
    [DurationRange(0, Day)]
    public TimeSpan? RetryMaxDelay { get; set; }

    /// <summary>The delay that the linear strategy adds for each retry, 0 to 1 day. Default: 1 second.</summary>
    [DurationRange(0, Day)]
    public TimeSpan RetryIncrement { get; set; } = TimeSpan.FromSeconds(1);
}
