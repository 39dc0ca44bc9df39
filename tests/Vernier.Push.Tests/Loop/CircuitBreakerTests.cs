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
    public void Failed_ThresholdInARow_OpensAndNothingPasses()
    {
        Fail(2);
        _breaker.MayPass().ShouldBeTrue();
        Fail(1);
        _breaker.MayPass().ShouldBeFalse();
        _time.Advance(Break - TimeSpan.FromTicks(1));
        _breaker.MayPass().ShouldBeFalse();
        _states.ShouldBe([BreakerState.Open]);
    }

    [Fact]
    public void Answered_BetweenFailures_BeginsTheCountAnew()
    {
        Fail(2);
        _breaker.Answered();
        Fail(2);
        _breaker.MayPass().ShouldBeTrue();
        _states.ShouldBeEmpty();
    }

    [Fact]
    public void MayPass_BreakIsOver_OneFailureOpensAgainForAsLong()
    {
        Fail(3);
        _time.Advance(Break);
        _breaker.MayPass().ShouldBeTrue();
        Fail(1);
        _time.Advance(Break - TimeSpan.FromTicks(1));
        _breaker.MayPass().ShouldBeFalse();
        _states.ShouldBe([BreakerState.Open, BreakerState.HalfOpen, BreakerState.Open]);
    }

    [Fact]
    public void Answered_HalfOpen_Closes()
    {
        Fail(3);
        _time.Advance(Break);
        _breaker.MayPass();
        _breaker.Answered();
        Fail(2);
        _breaker.MayPass().ShouldBeTrue();
        _states.ShouldBe([BreakerState.Open, BreakerState.HalfOpen, BreakerState.Closed]);
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
            _breaker.Failed();
    }
}
