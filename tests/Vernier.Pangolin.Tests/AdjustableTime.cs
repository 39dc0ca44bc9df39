using Vernier.Testing;

namespace Vernier.Pangolin.Tests;

/// <summary>A clock that a test advances, and whose time of day can be set back or forward like that of a machine; timers do not notice.</summary>
internal sealed class AdjustableTime : TimeProvider
{
    private readonly ManualTime _elapsed = new();

    /// <summary>By how much the time of day was changed.</summary>
    public TimeSpan Offset { get; set; }

    public override long TimestampFrequency => _elapsed.TimestampFrequency;

    public void Advance(TimeSpan by) => _elapsed.Advance(by);

    /// <summary>Advances the clock in small steps until a condition is met.</summary>
    public Task AdvanceUntilAsync(Func<bool> condition, string description, TimeSpan? step = null) => AdvanceUntilAsync(() => Task.FromResult(condition()), description, step);

    /// <summary>Advances the clock in small steps until a condition is met.</summary>
    public Task AdvanceUntilAsync(Func<Task<bool>> condition, string description, TimeSpan? step = null) => Waiting.UntilAsync(async () =>
    {
        if (await condition())
            return true;
        Advance(step ?? TimeSpan.FromMilliseconds(200));
        return false;
    }, description);

    public override DateTimeOffset GetUtcNow() => _elapsed.GetUtcNow() + Offset;

    public override long GetTimestamp() => _elapsed.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _elapsed.CreateTimer(callback, state, dueTime, period);
}
