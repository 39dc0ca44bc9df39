using System.Threading.Channels;

namespace Vernier.Testing;

/// <summary>A clock that a test advances. <see cref="NextTimerAsync"/> waits until the code under test starts a timer.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _pending = [];
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>
    /// Returns the due time of the next timer that the code under test has started or starts. Each timer is returned once. Fails after ten seconds of real time.
    /// </summary>
    public Task<TimeSpan> NextTimerAsync() => _timers.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

    /// <summary>Advances the clock and fires the timers that become due, in order.</summary>
    public void Advance(TimeSpan by)
    {
        var target = GetUtcNow() + by;
        while (true)
        {
            ManualTimer? next;
            lock (_lock)
            {
                next = _pending.Where(t => t.DueAt <= target).MinBy(t => t.DueAt);
                // Never backward: the callback of a timer may have advanced the clock.
                var then = next?.DueAt ?? target;
                _now = then > _now ? then : _now;
                if (next is not null)
                    Reschedule(next, next.Period);
            }

            if (next is null)
                return;
            next.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Reschedule(ManualTimer timer, TimeSpan dueTime)
    {
        _pending.Remove(timer);
        if (dueTime == Timeout.InfiniteTimeSpan)
            return;
        timer.DueAt = _now + dueTime;
        _pending.Add(timer);
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset DueAt { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                Period = period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period;
                time.Reschedule(this, dueTime);
            }

            if (dueTime != Timeout.InfiniteTimeSpan)
                time._timers.Writer.TryWrite(dueTime);
            return true;
        }

        public void Dispose()
        {
            lock (time._lock)
                time._pending.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
