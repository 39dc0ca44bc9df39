using Vernier.Testing;

namespace Vernier.Tests.Instruments;

public class GaugeTests
{
    private readonly ManualTime _time = new();
    private readonly MetricRegistry _registry;
    private readonly Gauge _gauge;

    public GaugeTests()
    {
        _registry = Scraping.NewRegistry(_time);
        _gauge = _registry.Gauge("a", "Help.");
    }

    [Fact]
    public void Value_NewGauge_IsZeroAndExposed() => _registry.Scrape().Value("a").ShouldBe(0);

    [Fact]
    public void SetIncDecAdd_Sequence_GivesTheValue()
    {
        _gauge.Set(10);
        _gauge.Inc();
        _gauge.Dec();
        _gauge.Dec();
        _gauge.Add(2.5);
        _gauge.Add(-20);
        _gauge.Value.ShouldBe(-8.5);
        _registry.Scrape().Value("a").ShouldBe(-8.5);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.MaxValue, "1.7976931348623157E+308")]
    [InlineData(-0.25, "-0.25")]
    public void Set_AnyValue_IsExposed(double value, string text)
    {
        _gauge.Set(value);
        _registry.Scrape().Sample("a").RawValue.ShouldBe(text);
        _registry.ScrapeOpenMetrics().Sample("a").RawValue.ShouldBe(text);
        _gauge.Add(1);
        _gauge.Set(2);
        _gauge.Value.ShouldBe(2);
    }

    [Fact]
    public void SetToCurrentTime_ClockOfTheRegistry_IsSecondsSince1970()
    {
        _time.Advance(TimeSpan.FromMilliseconds(250));
        _gauge.SetToCurrentTime();
        _registry.Scrape().Value("a").ShouldBe(_time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        (_gauge.Value % 1).ShouldBe(0.25);
    }

    [Fact]
    public void TrackInProgress_Nested_CountsWorkInProgress()
    {
        using (_gauge.TrackInProgress())
        {
            using (_gauge.TrackInProgress())
                _gauge.Value.ShouldBe(2);
            _gauge.Value.ShouldBe(1);
        }

        _gauge.Value.ShouldBe(0);
    }

    [Fact]
    public void TrackInProgress_FailedWork_IsNoLongerCounted()
    {
        Should.Throw<InvalidOperationException>(() =>
        {
            using (_gauge.TrackInProgress())
                throw new InvalidOperationException();
        });
        _gauge.Value.ShouldBe(0);
    }

    [Fact]
    public void Dispose_DefaultInProgress_DoesNothing()
    {
        default(InProgressTracker).Dispose();
        _gauge.Value.ShouldBe(0);
    }
}
