using Vernier.Testing;

namespace Vernier.Tests.Instruments;

public class DurationTimerTests
{
    private readonly ManualTime _time = new();
    private readonly MetricRegistry _registry;

    public DurationTimerTests() => _registry = Scraping.NewRegistry(_time);

    [Theory]
    [InlineData(null, 1.5)]
    [InlineData("seconds", 1.5)]
    [InlineData("milliseconds", 1500)]
    [InlineData("microseconds", 1_500_000)]
    [InlineData("nanoseconds", 1_500_000_000)]
    [InlineData("bytes", 1.5)]
    public void Time_UnitOfTheMetric_IsObserved(string? unit, double expected)
    {
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Unit = unit });
        var summary = _registry.Summary(new SummaryDefinition("s", "Help.") { Unit = unit });
        using (histogram.Time())
        using (summary.Time())
            _time.Advance(TimeSpan.FromSeconds(1.5));

        histogram.Sum.ShouldBe(expected, expected * 1e-12);
        histogram.Count.ShouldBe(1);
        summary.Sum.ShouldBe(expected, expected * 1e-12);
        summary.Count.ShouldBe(1);
    }

    [Fact]
    public void Elapsed_WhileItRuns_Grows()
    {
        var histogram = _registry.Histogram("h", "Help.");
        var timer = histogram.Time();
        timer.Elapsed.ShouldBe(TimeSpan.Zero);
        _time.Advance(TimeSpan.FromSeconds(2));
        timer.Elapsed.ShouldBe(TimeSpan.FromSeconds(2));
        histogram.Count.ShouldBe(0);
    }

    [Fact]
    public void Time_FailedWork_IsObserved()
    {
        var histogram = _registry.Histogram("h", "Help.");
        Should.Throw<InvalidOperationException>(() =>
        {
            using (histogram.Time())
                throw new InvalidOperationException();
        });
        histogram.Count.ShouldBe(1);
    }

    [Fact]
    public void Dispose_DefaultTimer_DoesNothing()
    {
        default(DurationTimer).Elapsed.ShouldBe(TimeSpan.Zero);
        default(DurationTimer).Dispose();
    }
}
