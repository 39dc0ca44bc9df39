namespace Vernier.Orchestrix;

/// <summary>
/// Measures one call of a handler without the time in which it waits for messages that it has published itself. Otherwise a slow event handler,
/// and the pauses before its retries, would be blamed on every command handler above it. Thread-safe.
/// </summary>
internal sealed class HandlerClock(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _started = time.GetTimestamp();
    private TimeSpan _paused;
    private long _pausedAt;
    private int _publishing;

    /// <summary>The handler has begun to publish. Several publications at once are one pause.</summary>
    public void Pause()
    {
        lock (_lock)
        {
            if (_publishing++ == 0)
                _pausedAt = time.GetTimestamp();
        }
    }

    /// <summary>A publication has ended.</summary>
    public void Resume()
    {
        lock (_lock)
        {
            if (--_publishing == 0)
                _paused += time.GetElapsedTime(_pausedAt);
        }
    }

    /// <summary>What the handler has needed so far. A pause that has not ended (a publication nobody waits for) does not count either.</summary>
    public TimeSpan Elapsed()
    {
        lock (_lock)
        {
            var end = _publishing > 0 ? _pausedAt : time.GetTimestamp();
            return time.GetElapsedTime(_started, end) - _paused;
        }
    }
}
