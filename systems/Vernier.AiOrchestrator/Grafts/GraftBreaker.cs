namespace Vernier.AiOrchestrator.Grafts;

/// <summary>
/// The circuit breaker of an agent. It opens after a number of consecutive failed executions, becomes half-open by the clock, then allows one trial at a
/// time: success closes it, failure opens it again, and a canceled trial returns its slot. The strategy of Polly measures a failure ratio, and leaves
/// the open state only at the next call, so that a gauge of its state would be wrong until then. Thread-safe.
/// </summary>
/// <param name="agent">The agent.</param>
/// <param name="threshold">The number of consecutive failures that opens the circuit.</param>
/// <param name="breakDuration">How long it stays open after the last failure.</param>
/// <param name="time">The clock.</param>
/// <param name="changed">Called with each new state, in order; must not call the breaker.</param>
internal sealed class GraftBreaker(string agent, int threshold, TimeSpan breakDuration, TimeProvider time, Action<BreakerState> changed) : IDisposable
{
    private readonly Lock _lock = new();
    private BreakerState _state;
    private int _failures;
    private DateTimeOffset? _lastFailure;
    private bool _isTrialRunning;
    private ITimer? _break;

    // Executions that started before a change of state no longer affect it.
    private int _period;

    /// <summary>Asks whether an execution can start.</summary>
    /// <param name="period">Pass it to the method that ends the execution.</param>
    /// <returns>False if the circuit is open, or half-open with a trial in progress.</returns>
    public bool TryEnter(out int period)
    {
        lock (_lock)
        {
            period = _period;
            if (_state == BreakerState.Open || _isTrialRunning)
                return false;
            _isTrialRunning = _state == BreakerState.HalfOpen;
            return true;
        }
    }

    /// <summary>Ends an execution that succeeded.</summary>
    public void Succeeded(int period)
    {
        lock (_lock)
        {
            if (period != _period)
                return;
            _failures = 0;
            if (_state == BreakerState.HalfOpen)
                ChangeTo(BreakerState.Closed);
        }
    }

    /// <summary>Ends an execution that failed.</summary>
    public void Failed(int period)
    {
        lock (_lock)
        {
            _lastFailure = time.GetUtcNow();
            if (period != _period)
                return;
            _failures++;
            if (_state != BreakerState.HalfOpen && _failures < threshold)
                return;
            ChangeTo(BreakerState.Open);
            var opened = _period;
            _break = time.CreateTimer(_ => BreakEnded(opened), null, breakDuration, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Ends an execution that was canceled.</summary>
    public void Canceled(int period)
    {
        lock (_lock)
        {
            if (period == _period)
                _isTrialRunning = false;
        }
    }

    /// <summary>Closes the circuit.</summary>
    public BreakerSnapshot Reset()
    {
        lock (_lock)
        {
            _failures = 0;
            ChangeTo(BreakerState.Closed);
            return Snapshot();
        }
    }

    public BreakerSnapshot Snapshot()
    {
        lock (_lock)
            return new BreakerSnapshot(agent, _state, _failures, _lastFailure);
    }

    public void Dispose()
    {
        lock (_lock)
            _break?.Dispose();
    }

    private void BreakEnded(int opened)
    {
        lock (_lock)
        {
            if (opened == _period)
                ChangeTo(BreakerState.HalfOpen);
        }
    }

    private void ChangeTo(BreakerState state)
    {
        _break?.Dispose();
        _break = null;
        _isTrialRunning = false;
        _period++;
        _state = state;
        changed(state);
    }
}
