namespace Vernier.Push.Loop;

/// <summary>
/// Opens after so many failures in a row, and after a while lets one push through to see. An answer, a refusal too, closes it: it protects from a
/// target that is away or overloaded, not from one that says no. Used by one push at a time.
/// </summary>
internal sealed class CircuitBreaker(int threshold, TimeSpan breakDuration, TimeProvider time, Action<BreakerState> onChange)
{
    private BreakerState _state;
    private int _failures;
    private long _openedAt;

    public bool IsOpen => _state == BreakerState.Open;

    /// <summary>Whether a push may be tried now.</summary>
    public bool MayPass()
    {
        if (IsOpen && time.GetElapsedTime(_openedAt) >= breakDuration)
            Become(BreakerState.HalfOpen);
        return !IsOpen;
    }

    public void Answered()
    {
        _failures = 0;
        Become(BreakerState.Closed);
    }

    public void Failed()
    {
        _failures++;
        if (_state == BreakerState.Closed && _failures < threshold)
            return;
        _openedAt = time.GetTimestamp();
        Become(BreakerState.Open);
    }

    private void Become(BreakerState state)
    {
        if (_state == state)
            return;
        _state = state;
        onChange(state);
    }
}
