using Polly;
using Polly.CircuitBreaker;

namespace Vernier.DicomWebOAuth.Resilience;

/// <summary>The state of a circuit breaker; its number is the value of the gauge.</summary>
internal enum BreakerState
{
    /// <summary>Calls pass.</summary>
    Closed = 0,

    /// <summary>Calls are rejected.</summary>
    Open = 1,

    /// <summary>One trial call is in progress; other calls are rejected.</summary>
    HalfOpen = 2,
}

/// <summary>
/// A circuit breaker that counts consecutive failures, as a strategy of a Polly pipeline. The built-in strategy does not fit the documented settings:
/// it measures a failure ratio over a sampling period, and requires at least two calls and a break of at least 0.5 s, where a threshold of 1 and a
/// timeout of 0 are allowed. The circuit opens at the threshold. After the break duration, counted from the last failure, it lets exactly one trial
/// call through: success closes the circuit, failure opens it again. Thread-safe.
/// </summary>
/// <param name="threshold">The number of consecutive failures that opens the circuit.</param>
/// <param name="breakDuration">How long the circuit stays open.</param>
/// <param name="time">The clock.</param>
/// <param name="isFailure">Which exceptions count; others, such as cancellation, neither open nor close the circuit.</param>
/// <param name="changed">Called with each new state, in order.</param>
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
        if (!TryEnter(out var isTrial, out var retryAfter))
            return Outcome.FromException<TResult>(new BrokenCircuitException("The circuit is open.", retryAfter));

        var outcome = await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
        Leave(outcome.Exception, isTrial);
        return outcome;
    }

    private bool TryEnter(out bool isTrial, out TimeSpan retryAfter)
    {
        lock (_lock)
        {
            retryAfter = _state == BreakerState.Closed ? TimeSpan.Zero : breakDuration - time.GetElapsedTime(_lastFailure);
            isTrial = _state == BreakerState.Open && retryAfter <= TimeSpan.Zero;
            if (isTrial)
                ChangeTo(BreakerState.HalfOpen);
            if (retryAfter < TimeSpan.Zero)
                retryAfter = TimeSpan.Zero;
            return isTrial || _state == BreakerState.Closed;
        }
    }

    private void Leave(Exception? exception, bool isTrial)
    {
        lock (_lock)
        {
            // A call that started before the circuit opened no longer affects the state.
            if (isTrial != (_state == BreakerState.HalfOpen) || _state == BreakerState.Open)
                return;
            if (exception is null)
            {
                _failures = 0;
                if (isTrial)
                    ChangeTo(BreakerState.Closed);
            }
            else if (isFailure(exception))
            {
                _failures++;
                _lastFailure = time.GetTimestamp();
                if (isTrial || _failures >= threshold)
                    ChangeTo(BreakerState.Open);
            }
            else if (isTrial)
            {
                // The trial was canceled; the next call is a trial.
                ChangeTo(BreakerState.Open);
            }
        }
    }

    private void ChangeTo(BreakerState state)
    {
        _state = state;
        changed(state);
    }
}
