using System.Threading.RateLimiting;
using Vernier.Services.Web;
using Vernier.Testing;

namespace Vernier.Services.Tests.Web;

public sealed class SlidingWindowLimiterTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void AttemptAcquire_BeyondTheLimit_ReportsWhenTheOldestPermitExpires()
    {
        using var limiter = new SlidingWindowLimiter(2, _time);
        limiter.AttemptAcquire().IsAcquired.ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(10));
        limiter.AttemptAcquire().IsAcquired.ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(20));
        RetryAfter(limiter).ShouldBe(TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(30));
        limiter.AttemptAcquire().IsAcquired.ShouldBeTrue();
        RetryAfter(limiter).ShouldBe(TimeSpan.FromSeconds(10));
        limiter.GetStatistics()!.CurrentAvailablePermits.ShouldBe(0);
    }

    [Fact]
    public async Task AttemptAcquire_ManyThreads_GrantsTheLimit()
    {
        using var limiter = new SlidingWindowLimiter(100, _time);
        var granted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 50).Count(_ => limiter.AttemptAcquire().IsAcquired))));
        granted.Sum().ShouldBe(100);
    }

    [Fact]
    public void IdleDuration_PermitsInUse_IsNullUntilTheyExpire()
    {
        using var limiter = new SlidingWindowLimiter(2, _time);
        limiter.AttemptAcquire();
        limiter.IdleDuration.ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(60));
        limiter.IdleDuration.ShouldBe(TimeSpan.Zero);
        _time.Advance(TimeSpan.FromSeconds(11));
        limiter.IdleDuration.ShouldBe(TimeSpan.FromSeconds(11));
    }

    [Fact]
    public async Task Partitions_Idle_AreRemoved()
    {
        var created = 0;
        await using var limiter = PartitionedRateLimiter.Create<string, string>(name => RateLimitPartition.Get(name, _ =>
        {
            created++;
            return new SlidingWindowLimiter(1, _time);
        }));
        limiter.AttemptAcquire("user123");
        limiter.GetStatistics("user123");
        created.ShouldBe(1);

        // First the permit expires; ten seconds later the partition is idle for long enough.
        _time.Advance(TimeSpan.FromSeconds(60));
        limiter.GetStatistics("user123");
        _time.Advance(TimeSpan.FromSeconds(11));
        await Waiting.UntilAsync(() =>
        {
            limiter.GetStatistics("user123");
            return created == 2;
        }, "the removal of the idle partition");
    }

    private static TimeSpan RetryAfter(SlidingWindowLimiter limiter)
    {
        using var lease = limiter.AttemptAcquire();
        lease.IsAcquired.ShouldBeFalse();
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait).ShouldBeTrue();
        return wait;
    }
}
