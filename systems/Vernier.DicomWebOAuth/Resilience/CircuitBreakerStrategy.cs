using Polly;
using Polly.CircuitBreaker;

namespace Vernier.DicomWebOAuth.Resilience;

/// <summary>
/// A circuit breaker for a Polly pipeline that counts failures in a row. Polly's own knows only ratios over a time, needs two calls at least and
/// stays open for half a second at least; the document wants a count from 1 and a time from 0. After a threshold of failures it is open; once the
/// time since the last failure has passed, the next call is let through on trial, and only that one: its success closes, its failure opens again.
/// Thread-safe.
/// </summary>
/// <param name="threshold">How many failures in a row open it.</param>
/// <param name="breakDuration">How long it stays open.</param>
/// <param name="time">The clock.</param>
/// <param name="isFailure">Which exceptions count; others neither open nor close it.</param>
/// <param name="changed">Told each new state, in order.</param>
internal sealed class CircuitBreakerStrategy(
    int threshold,
    TimeSpan breakDuration,
    TimeProvider time,
    Predicate<Exception> isFailure,
    Action<BreakerState> changed) : ResilienceStrategy
{
    private readonly Lock _lock = new();
    private BreakerState _state;
    private int _failures;
    private long _lastFailure;

    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        if (!TryEnter(out var onTrial, out var retryAfter))
            return Outcome.FromException<TResult>(new BrokenCircuitException("The circuit is open.", retryAfter));

        var outcome = await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
        Leave(outcome.Exception, onTrial);
        return outcome;
    }

    private bool TryEnter(out bool onTrial, out TimeSpan retryAfter)
    {
        lock (_lock)
        {
            retryAfter = _state == BreakerState.Closed ? TimeSpan.Zero : breakDuration - time.GetElapsedTime(_lastFailure);
            onTrial = _state == BreakerState.Open && retryAfter <= TimeSpan.Zero;
            if (onTrial)
                Become(BreakerState.HalfOpen);
            if (retryAfter < TimeSpan.Zero)
                retryAfter = TimeSpan.Zero;
            return onTrial || _state == BreakerState.Closed;
        }
    }

    private void Leave(Exception? exception, bool onTrial)
    {
        lock (_lock)
        {
            // A call that began before the circuit opened has nothing to say about it any more.
            if (onTrial != (_state == BreakerState.HalfOpen) || _state == BreakerState.Open)
                return;
            if (exception is null)
            {
                _failures = 0;
                if (onTrial)
                    Become(BreakerState.Closed);
            }
            else if (isFailure(exception))
            {
                _failures++;
                _lastFailure = time.GetTimestamp();
                if (onTrial || _failures >= threshold)
                    Become(BreakerState.Open);
            }
            else if (onTrial)
            {
                // The trial was given up: the next call is one.
                Become(BreakerState.Open);
            }
        }
    }

    private void Become(BreakerState state)
    {
        _state = state;
        changed(state);
    }
}
