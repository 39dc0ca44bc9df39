namespace Vernier.Orchestrix;

/// <summary>
/// Measures a handler call without the time that it waits for messages it publishes. Otherwise a slow event handler, and the delays before its
/// retries, would count for every command handler above it. Thread-safe.
/// </summary>
internal sealed class HandlerClock(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _started = time.GetTimestamp();
    private TimeSpan _paused;
    private long _pausedAt;
    private int _publishing;

    /// <summary>Called when the handler starts to publish. Concurrent publications are one pause.</summary>
    public void Pause()
    {
        lock (_lock)
        {
            if (_publishing++ == 0)
                _pausedAt = time.GetTimestamp();
        }
    }

    /// <summary>Called when a publication ends.</summary>
    public void Resume()
    {
        lock (_lock)
        {
            if (--_publishing == 0)
                _paused += time.GetElapsedTime(_pausedAt);
        }
    }

    /// <summary>Returns the time used so far. A pause that has not ended, such as a publication that is not awaited, does not count.</summary>
    public TimeSpan Elapsed()
    {
        lock (_lock)
        {
            var end = _publishing > 0 ? _pausedAt : time.GetTimestamp();
            return time.GetElapsedTime(_started, end) - _paused;
        }
    }
}
