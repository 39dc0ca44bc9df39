using Vernier.Testing;

namespace Vernier.Tests.Instruments;

/// <summary>Counts that are too large for a long stay at the maximum: no exposed count ever falls, and no exception is thrown.</summary>
public class CountLimitTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    [Fact]
    public void Observe_ManyTimesUntilCountsOverflow_NeverFalls()
    {
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Buckets = [1, 2] });
        double lastLow = 0;
        double lastCount = 0;
        for (var i = 0; i < 3000; i++)
        {
            histogram.Observe(1, 1L << 53);
            histogram.Observe(i % 3, 1L << 53);
            if (i % 100 > 0)
                continue;
            var scrape = _registry.Scrape();
            var low = scrape.Value("h_bucket", ("le", "1.0"));
            var count = scrape.Value("h_count");
            low.ShouldBeGreaterThan(0);
            low.ShouldBeGreaterThanOrEqualTo(lastLow);
            count.ShouldBeGreaterThanOrEqualTo(Math.Max(low, lastCount));
            scrape.Value("h_bucket", ("le", "2.0")).ShouldBeInRange(low, count);
            scrape.Value("h_bucket", ("le", "+Inf")).ShouldBe(count);
            (lastLow, lastCount) = (low, count);
        }
        histogram.Count.ShouldBe(long.MaxValue);
        lastCount.ShouldBe(long.MaxValue);
    }

    [Fact]
    public void Observe_AfterAnObservationOfTheLargestCount_CountsEachObservation()
    {
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Buckets = [1] });
        histogram.Observe(1, 1L << 53);
        Threads.RunToTheEnd(3, _ =>
        {
            for (var i = 0; i < 1000; i++)
                histogram.Observe(1);
        });
        histogram.Count.ShouldBe((1L << 53) + 3000);
    }
}
