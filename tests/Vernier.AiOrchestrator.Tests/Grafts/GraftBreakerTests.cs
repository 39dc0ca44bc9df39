using System.Collections.Concurrent;
using Vernier.AiOrchestrator.Grafts;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Grafts;

public sealed class GraftBreakerTests : IDisposable
{
    private static readonly TimeSpan BreakDuration = TimeSpan.FromMinutes(5);

    private readonly ManualTime _time = new();
    private readonly ConcurrentQueue<BreakerState> _changes = new();
    private readonly GraftBreaker _breaker;

    public GraftBreakerTests() => _breaker = new GraftBreaker("pm-v1", 5, BreakDuration, _time, _changes.Enqueue);

    public void Dispose() => _breaker.Dispose();

    [Fact]
    public void Snapshot_New_IsClosed() => _breaker.Snapshot().ShouldBe(new BreakerSnapshot("pm-v1", BreakerState.Closed, 0, null));

    [Fact]
    public void Failed_FewerThanTheThreshold_StaysClosed()
    {
        Fail(4);

        _breaker.Snapshot().ShouldBe(new BreakerSnapshot("pm-v1", BreakerState.Closed, 4, _time.GetUtcNow()));
        _changes.ShouldBeEmpty();
        _breaker.TryEnter(out _).ShouldBeTrue();
    }

    [Fact]
    public void Failed_Threshold_OpensAndRejects()
    {
        Fail(5);

        _breaker.Snapshot().ShouldBe(new BreakerSnapshot("pm-v1", BreakerState.Open, 5, _time.GetUtcNow()));
        _breaker.TryEnter(out _).ShouldBeFalse();
        _changes.ShouldBe([BreakerState.Open]);
    }

    [Fact]
    public void Succeeded_BetweenFailures_StartsTheCountAgain()
    {
        Fail(4);
        _breaker.Succeeded(Enter());
        Fail(4);

        _breaker.Snapshot().State.ShouldBe(BreakerState.Closed);
        _breaker.Snapshot().FailureCount.ShouldBe(4);
    }

    [Fact]
    public void Canceled_BetweenFailures_DoesNotChangeTheCount()
    {
        Fail(4);
        _breaker.Canceled(Enter());
        Fail(1);

        _breaker.Snapshot().State.ShouldBe(BreakerState.Open);
    }

    [Fact]
    public void Clock_BreakEnds_BecomesHalfOpenWithoutACall()
    {
        Fail(5);

        _time.Advance(BreakDuration - TimeSpan.FromMilliseconds(1));
        _changes.ShouldBe([BreakerState.Open]);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        _changes.ShouldBe([BreakerState.Open, BreakerState.HalfOpen]);
        _breaker.Snapshot().State.ShouldBe(BreakerState.HalfOpen);
    }

    [Fact]
    public void TryEnter_HalfOpen_AllowsOneTrial()
    {
        BecomeHalfOpen();

        _breaker.TryEnter(out _).ShouldBeTrue();
        _breaker.TryEnter(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task TryEnter_HalfOpenWithConcurrentCallers_AllowsOneTrial()
    {
        BecomeHalfOpen();

        var entered = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => _breaker.TryEnter(out var _))));

        entered.Count(allowed => allowed).ShouldBe(1);
    }

    [Fact]
    public void Succeeded_Trial_Closes()
    {
        BecomeHalfOpen();

        _breaker.Succeeded(Enter());

        _breaker.Snapshot().State.ShouldBe(BreakerState.Closed);
        _breaker.Snapshot().FailureCount.ShouldBe(0);
        Fail(4);
        _breaker.Snapshot().State.ShouldBe(BreakerState.Closed);
    }

    [Fact]
    public void Failed_Trial_OpensAtOnceForAnotherBreak()
    {
        BecomeHalfOpen();

        _breaker.Failed(Enter());

        _breaker.Snapshot().ShouldBe(new BreakerSnapshot("pm-v1", BreakerState.Open, 6, _time.GetUtcNow()));
        _time.Advance(BreakDuration - TimeSpan.FromMilliseconds(1));
        _breaker.TryEnter(out _).ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _changes.ShouldBe([BreakerState.Open, BreakerState.HalfOpen, BreakerState.Open, BreakerState.HalfOpen]);
    }

    [Fact]
    public void Canceled_Trial_ReturnsTheSlot()
    {
        BecomeHalfOpen();

        _breaker.Canceled(Enter());

        _breaker.Snapshot().State.ShouldBe(BreakerState.HalfOpen);
        _breaker.TryEnter(out _).ShouldBeTrue();
    }

    [Fact]
    public void Reset_Open_ClosesAndIgnoresTheEndOfTheBreak()
    {
        Fail(5);
        var failed = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMinutes(1));

        _breaker.Reset().ShouldBe(new BreakerSnapshot("pm-v1", BreakerState.Closed, 0, failed));

        _time.Advance(TimeSpan.FromHours(1));
        _changes.ShouldBe([BreakerState.Open, BreakerState.Closed]);
    }

    [Fact]
    public void Reset_TrialInProgress_IgnoresItsFailure()
    {
        BecomeHalfOpen();
        var trial = Enter();
        _breaker.Reset();

        _breaker.Failed(trial);

        _breaker.Snapshot().State.ShouldBe(BreakerState.Closed);
        _breaker.Snapshot().FailureCount.ShouldBe(0);
    }

    [Fact]
    public void Succeeded_StartedBeforeTheCircuitOpened_DoesNotCloseIt()
    {
        var early = Enter();
        BecomeHalfOpen();

        _breaker.Succeeded(early);

        _breaker.Snapshot().State.ShouldBe(BreakerState.HalfOpen);
    }

    [Fact]
    public void Failed_StartedBeforeTheCircuitOpened_DoesNotProlongTheBreak()
    {
        var early = Enter();
        Fail(5);
        _time.Advance(TimeSpan.FromMinutes(4));

        _breaker.Failed(early);
        _time.Advance(TimeSpan.FromMinutes(1));

        _breaker.Snapshot().State.ShouldBe(BreakerState.HalfOpen);
    }

    private int Enter()
    {
        _breaker.TryEnter(out var period).ShouldBeTrue();
        return period;
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
            _breaker.Failed(Enter());
    }

    private void BecomeHalfOpen()
    {
        Fail(5);
        _time.Advance(BreakDuration);
        _breaker.Snapshot().State.ShouldBe(BreakerState.HalfOpen);
    }
}
