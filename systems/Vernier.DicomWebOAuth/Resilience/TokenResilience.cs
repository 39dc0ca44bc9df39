using Polly;
using Polly.Retry;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Servers;

namespace Vernier.DicomWebOAuth.Resilience;

/// <summary>Creates the pipeline of a token endpoint: the circuit breaker around the retries, so that one acquisition succeeds or fails once.</summary>
internal static class TokenResilience
{
    /// <summary>Creates a pipeline.</summary>
    /// <param name="options">The settings; validated.</param>
    /// <param name="time">The clock.</param>
    /// <param name="circuitChanged">Called with each new state.</param>
    /// <param name="retrying">Called before each retry with its number, starting at 1, the delay, and the failure.</param>
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

        // Polly rejects a retry strategy without retries.
        if (options.RetryMaxAttempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.RetryMaxAttempts - 1,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is DicomWebOAuthException { IsTransient: true }),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(DelayOf(options, arguments.AttemptNumber)),
                OnRetry = arguments =>
                {
                    retrying(arguments.AttemptNumber + 1, arguments.RetryDelay, arguments.Outcome.Exception);
                    return default;
                },
            });
        }

        return builder.Build();
    }

    private static TimeSpan DelayOf(ResilienceOptions options, int retry) => options.RetryStrategy switch
    {
        RetryStrategy.Fixed => BackOff.Fixed(options.RetryInitialDelay.TotalSeconds),
        RetryStrategy.Linear => BackOff.Linear(retry, options.RetryInitialDelay.TotalSeconds, options.RetryIncrement.TotalSeconds, options.RetryMaxDelay?.TotalSeconds),
        _ => BackOff.Exponential(retry, options.RetryInitialDelay.TotalSeconds, options.RetryMultiplier, options.RetryMaxDelay?.TotalSeconds),
    };
}
