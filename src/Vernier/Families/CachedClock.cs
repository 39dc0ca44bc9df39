namespace Vernier.Families;

/// <summary>
/// A clock in milliseconds that is cheap enough for each observation. For the system's clock it uses the tick count, which is cached by the operating
/// system, advances every few milliseconds, and costs a fifth of a timestamp; otherwise the registry's clock.
/// </summary>
internal sealed class CachedClock(TimeProvider time)
{
    private readonly TimeProvider? _time = time == TimeProvider.System ? null : time;
    private readonly long _start = time.GetTimestamp();

    /// <summary>The milliseconds since an arbitrary start.</summary>
    public long Milliseconds => _time is null ? Environment.TickCount64 : (long)_time.GetElapsedTime(_start).TotalMilliseconds;
}
