namespace Vernier.DicomWebOAuth.Servers;

/// <summary>What happens when a token endpoint fails: the document's <c>ResilienceConfig</c>. The keys are the names of the properties; times are in seconds.</summary>
public sealed class ResilienceOptions
{
    /// <summary>Whether a circuit breaker leaves a failing token endpoint alone for a while. Default: false.</summary>
    public bool CircuitBreakerEnabled { get; set; }

    /// <summary>How many failures in a row open the circuit, at least 1; the retries of one acquisition count together. Default: 5.</summary>
    public int CircuitBreakerFailureThreshold { get; set; } = 5;

    /// <summary>How long the circuit stays open after the last failure before one trial is let through, 0 to 86400 s. Default: 60.</summary>
    public double CircuitBreakerTimeout { get; set; } = 60;

    /// <summary>How often a token is asked for in one acquisition, 1 to 100, the first time included. Default: 3.</summary>
    public int RetryMaxAttempts { get; set; } = 3;

    /// <summary>How the pauses grow. Default: exponential.</summary>
    public RetryStrategy RetryStrategy { get; set; } = RetryStrategy.Exponential;

    /// <summary>The pause before the first retry, 0 to 86400 s. Default: 1.</summary>
    public double RetryInitialDelay { get; set; } = 1;

    /// <summary>The factor of the exponential strategy, at least 1. Default: 2.</summary>
    public double RetryMultiplier { get; set; } = 2;

    /// <summary>The longest pause, 0 to 86400 s. Default: none, which means a day.</summary>
    public double? RetryMaxDelay { get; set; }

    /// <summary>By how much the linear strategy grows, 0 to 86400 s. Default: 1.</summary>
    public double RetryIncrement { get; set; } = 1;
}
