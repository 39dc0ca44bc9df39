using Vernier.Testing;

namespace Vernier.Forwarding.Tests;

public class ActivityTimeoutTests
{
    [Fact]
    public void Token_TimeWithoutActivity_IsCanceledAsATimeout()
    {
        var time = new ManualTime();
        using var activity = new ActivityTimeout.Pool(time).Rent(TimeSpan.FromSeconds(10), CancellationToken.None);

        time.Advance(TimeSpan.FromSeconds(9));
        activity.Reset();
        time.Advance(TimeSpan.FromSeconds(9));
        activity.Token.IsCancellationRequested.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));

        (activity.Token.IsCancellationRequested, activity.IsTimedOut).ShouldBe((true, true));
    }

    [Fact]
    public void Token_LinkedTokenIsCanceled_IsCanceledWithoutATimeout()
    {
        using var linked = new CancellationTokenSource();
        using var activity = new ActivityTimeout.Pool(TimeProvider.System).Rent(TimeSpan.FromMinutes(1), linked.Token);

        linked.Cancel();

        (activity.Token.IsCancellationRequested, activity.IsTimedOut).ShouldBe((true, false));
    }

    [Fact]
    public void Cancel_AfterATimeout_RemainsATimeout()
    {
        var time = new ManualTime();
        using var activity = new ActivityTimeout.Pool(time).Rent(TimeSpan.FromSeconds(10), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(10));

        activity.Cancel();

        activity.IsTimedOut.ShouldBeTrue();
    }

    [Fact]
    public void Rent_AfterReturn_ReusesTheTimeoutUnlessItWasCanceled()
    {
        var pool = new ActivityTimeout.Pool(TimeProvider.System);
        using var linked = new CancellationTokenSource();
        var first = pool.Rent(TimeSpan.FromMinutes(1), linked.Token);
        first.Dispose();
        linked.Cancel();

        var second = pool.Rent(TimeSpan.FromMinutes(1), CancellationToken.None);
        second.ShouldBeSameAs(first);
        second.Token.IsCancellationRequested.ShouldBeFalse();
        second.Cancel();
        second.Dispose();

        using var third = pool.Rent(TimeSpan.FromMinutes(1), CancellationToken.None);
        third.ShouldNotBeSameAs(first);
        third.Token.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public void Rent_AfterAPeak_ReusesOnlySome()
    {
        var pool = new ActivityTimeout.Pool(TimeProvider.System);
        ActivityTimeout[] Peak() => [.. Enumerable.Range(0, 1100).Select(_ => pool.Rent(TimeSpan.FromMinutes(1), CancellationToken.None))];
        var first = Peak();
        foreach (var timeout in first)
            timeout.Dispose();
        var second = Peak();
        second.Intersect(first).Count().ShouldBe(1024);
        foreach (var timeout in second)
            timeout.Dispose();
    }

    [Fact]
    public void Rent_Repeatedly_AllocatesNothing()
    {
        var pool = new ActivityTimeout.Pool(TimeProvider.System);
        Cycle();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Cycle();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1000);

        void Cycle()
        {
            using var activity = pool.Rent(TimeSpan.FromMinutes(1), CancellationToken.None);
            for (var i = 0; i < 10; i++)
                activity.Reset();
        }
    }
}
