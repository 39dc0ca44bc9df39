using Vernier.Push.Loop;
using Vernier.Testing;

namespace Vernier.Push.Tests.Loop;

public class CircuitBreakerTests
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(60);

    private readonly ManualTime _time = new();
    private readonly List<BreakerState> _states = [];
    private readonly CircuitBreaker _breaker;

    public CircuitBreakerTests() => _breaker = new CircuitBreaker(3, Break, _time, _states.Add);

    [Fact]
    public void RecordFailure_ThresholdReached_Opens()
    {
        Fail(2);
        _breaker.TryEnter().ShouldBeTrue();
        Fail(1);
        _breaker.TryEnter().ShouldBeFalse();
        _time.Advance(Break - TimeSpan.FromTicks(1));
        _breaker.TryEnter().ShouldBeFalse();
        _states.ShouldBe([BreakerState.Open]);
    }

    [Fact]
    public void RecordResponse_BetweenFailures_ResetsTheCount()
    {
        Fail(2);
        _breaker.RecordResponse();
        Fail(2);
        _breaker.TryEnter().ShouldBeTrue();
        _states.ShouldBeEmpty();
    }

    [Fact]
    public void TryEnter_BreakIsOver_OneFailureOpensAgain()
    {
        Fail(3);
        _time.Advance(Break);
        _breaker.TryEnter().ShouldBeTrue();
        Fail(1);
        _time.Advance(Break - TimeSpan.FromTicks(1));
        _breaker.TryEnter().ShouldBeFalse();
        _states.ShouldBe([BreakerState.Open, BreakerState.HalfOpen, BreakerState.Open]);
    }

    [Fact]
    public void RecordResponse_HalfOpen_Closes()
    {
        Fail(3);
        _time.Advance(Break);
        _breaker.TryEnter();
        _breaker.RecordResponse();
        Fail(2);
        _breaker.TryEnter().ShouldBeTrue();
        _states.ShouldBe([BreakerState.Open, BreakerState.HalfOpen, BreakerState.Closed]);
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
            _breaker.RecordFailure();
    }
}
