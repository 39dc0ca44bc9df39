namespace Vernier.DicomWebOAuth.Servers;

/// <summary>How the delay grows from retry to retry.</summary>
public enum RetryStrategy
{
    /// <summary>The delay is multiplied by <see cref="ResilienceOptions.RetryMultiplier"/> for each retry.</summary>
    Exponential,

    /// <summary>The delay is always <see cref="ResilienceOptions.RetryInitialDelay"/>.</summary>
    Fixed,

    /// <summary>The delay grows by <see cref="ResilienceOptions.RetryIncrement"/> for each retry.</summary>
    Linear,
}
