namespace Vernier.EndToEnd.Systems.Pangolin.Certificates;

/// <summary>
/// The clock of the system plus an offset, so that certificates of a real server expire within a test. Timers run in real time.
/// </summary>
internal sealed class OffsetTime : TimeProvider
{
    private long _offset;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    /// <summary>Moves the clock forward, or backward.</summary>
    public void Move(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);
}
