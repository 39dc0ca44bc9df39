using Vernier.Testing;

namespace Vernier.Tests.Instruments;

public class CounterTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();
    private readonly Counter _counter;

    public CounterTests() => _counter = _registry.Counter("a_total", "Help.");

    [Fact]
    public void Value_NewCounter_IsZeroAndExposed()
    {
        _counter.Value.ShouldBe(0);
        _registry.Scrape().Value("a_total").ShouldBe(0);
    }

    [Fact]
    public void Inc_OnesAndAmounts_AddUp()
    {
        _counter.Inc();
        _counter.Inc(0.5);
        _counter.Inc(0);
        _counter.Inc(double.Epsilon);
        _counter.Inc();
        _counter.Value.ShouldBe(2.5);
        _registry.Scrape().Value("a_total").ShouldBe(2.5);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-double.Epsilon)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Inc_InvalidAmount_ThrowsAndAddsNothing(double amount)
    {
        _counter.Inc(3);
        Should.Throw<ArgumentOutOfRangeException>(() => _counter.Inc(amount)).ParamName.ShouldBe("amount");
        Should.Throw<ArgumentOutOfRangeException>(() => _counter.Inc(amount, new Exemplar(KeyValuePair.Create("a", "b"))));
        _counter.Value.ShouldBe(3);
        _registry.ScrapeOpenMetrics().Sample("a_total").Exemplar.ShouldBeNull();
    }

    [Fact]
    public void Inc_NegativeZero_IsZero()
    {
        _counter.Inc(-0.0);
        _registry.Scrape().Sample("a_total").RawValue.ShouldBe("0");
    }

    [Fact]
    public void Inc_BeyondTheExactIntegerRange_StaysExposed()
    {
        _counter.Inc(1L << 53);
        _counter.Inc(1L << 60);
        _registry.Scrape().Value("a_total").ShouldBe((1L << 53) + (double)(1L << 60));
    }
}
