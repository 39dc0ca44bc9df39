namespace Vernier.Families;

/// <summary>
/// Milliseconds since some moment, cheap enough to be read with each observation: from the system's tick count, which costs a fifth of a timestamp
/// and moves every few milliseconds, or from the registry's own clock when it is not the system's.
/// </summary>
internal sealed class CoarseClock(TimeProvider time)
{
    private readonly TimeProvider? _time = time == TimeProvider.System ? null : time;
    private readonly long _start = time.GetTimestamp();

    public long Milliseconds => _time is null ? Environment.TickCount64 : (long)_time.GetElapsedTime(_start).TotalMilliseconds;
}
