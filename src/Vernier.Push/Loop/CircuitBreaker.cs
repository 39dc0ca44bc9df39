namespace Vernier.Push.Loop;

/// <summary>
/// Opens after a number of consecutive failures, and lets one push through after the break duration. A response closes it, even a refusal: the breaker
/// protects against a target that is unreachable or overloaded. Used by one push at a time.
/// </summary>
internal sealed class CircuitBreaker(int threshold, TimeSpan breakDuration, TimeProvider time, Action<BreakerState> onChange)
{
    private BreakerState _state;
    private int _failures;
    private long _openedAt;

    public bool IsOpen => _state == BreakerState.Open;

    /// <summary>Returns whether a push may be tried; half-opens the breaker after the break duration.</summary>
    public bool TryEnter()
    {
        if (IsOpen && time.GetElapsedTime(_openedAt) >= breakDuration)
            SetState(BreakerState.HalfOpen);
        return !IsOpen;
    }

    public void RecordResponse()
    {
        _failures = 0;
        SetState(BreakerState.Closed);
    }

    public void RecordFailure()
    {
        _failures++;
        if (_state == BreakerState.Closed && _failures < threshold)
            return;
        _openedAt = time.GetTimestamp();
        SetState(BreakerState.Open);
    }

    private void SetState(BreakerState state)
    {
        if (_state == state)
            return;
        _state = state;
        onChange(state);
    }
}

/// <summary>The state of a circuit breaker, in the order of the states of its metric.</summary>
internal enum BreakerState
{
    /// <summary>Pushes are sent.</summary>
    Closed,

    /// <summary>Too many consecutive pushes failed: no push is sent until the break duration has passed.</summary>
    Open,

    /// <summary>The break duration has passed: the next push decides.</summary>
    HalfOpen,
}
