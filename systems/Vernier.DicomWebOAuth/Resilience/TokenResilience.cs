using Polly;
using Polly.Retry;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Servers;

namespace Vernier.DicomWebOAuth.Resilience;

/// <summary>Makes the pipeline around a token endpoint: the circuit breaker, and in it the retries, so that one acquisition fails or succeeds once.</summary>
internal static class TokenResilience
{
    /// <param name="options">The settings, which are valid.</param>
    /// <param name="time">The clock.</param>
    /// <param name="circuitChanged">Told each new state.</param>
    /// <param name="retrying">Told the number of each retry from 1, the pause before it, and why it is made.</param>
    public static ResiliencePipeline Create(
        ResilienceOptions options, TimeProvider time, Action<BreakerState> circuitChanged, Action<int, TimeSpan, Exception?> retrying)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.CircuitBreakerEnabled)
        {
            var breakDuration = options.CircuitBreakerTimeout;
            builder.AddStrategy(
                _ => new CircuitBreakerStrategy(
                    options.CircuitBreakerFailureThreshold, breakDuration, time, exception => exception is DicomWebOAuthException, circuitChanged),
                new CircuitBreakerStrategyOptions());
        }

        // Polly takes no retry strategy without a retry.
        if (options.RetryMaxAttempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.RetryMaxAttempts - 1,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is DicomWebOAuthException { IsTransient: true }),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Delay(options, arguments.AttemptNumber)),
                OnRetry = arguments =>
                {
                    retrying(arguments.AttemptNumber + 1, arguments.RetryDelay, arguments.Outcome.Exception);
                    return default;
                },
            });
        }

        return builder.Build();
    }

    private static TimeSpan Delay(ResilienceOptions options, int retry) => options.RetryStrategy switch
    {
        RetryStrategy.Fixed => BackOff.Fixed(options.RetryInitialDelay.TotalSeconds),
        RetryStrategy.Linear => BackOff.Linear(retry, options.RetryInitialDelay.TotalSeconds, options.RetryIncrement.TotalSeconds, options.RetryMaxDelay?.TotalSeconds),
        _ => BackOff.Exponential(retry, options.RetryInitialDelay.TotalSeconds, options.RetryMultiplier, options.RetryMaxDelay?.TotalSeconds),
    };
}
