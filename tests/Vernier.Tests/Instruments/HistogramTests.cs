using Vernier.Testing;

namespace Vernier.Tests.Instruments;

public class HistogramTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    [Fact]
    public void Observe_NewHistogram_HasAllBucketsAtZero()
    {
        Histogram(1, 2);
        Buckets().ShouldBe("1.0:0 2.0:0 +Inf:0");
        _registry.Scrape().Value("h_sum").ShouldBe(0);
    }

    [Fact]
    public void Observe_Values_CountInTheFirstBucketThatIncludesThem()
    {
        var histogram = Histogram(-1, 0, 2.5);
        foreach (var value in new[] { -7, -1, -0.5, -0.0, 0, double.Epsilon, 2.5, 2.5000001, 1e300 })
            histogram.Observe(value);
        Buckets().ShouldBe("-1.0:2 0.0:5 2.5:7 +Inf:9");
        histogram.Count.ShouldBe(9);
        histogram.Sum.ShouldBe(1e300);
    }

    [Fact]
    public void Observe_OneAfterTheOther_SumsAndCounts()
    {
        var histogram = Histogram(1);
        histogram.Observe(0.25);
        histogram.Observe(0.5, 4L);
        histogram.Observe(3, 0L);
        histogram.Count.ShouldBe(5);
        histogram.Sum.ShouldBe(2.25);
        var view = _registry.Scrape().Family("h").Histogram();
        view.Count.ShouldBe(5);
        view.Sum.ShouldBe(2.25);
        Buckets().ShouldBe("1.0:5 +Inf:5");
    }

    [Fact]
    public void Observe_Infinities_AreInTheOutermostBuckets()
    {
        var histogram = Histogram(-1, 1);
        histogram.Observe(double.NegativeInfinity);
        Buckets().ShouldBe("-1.0:1 1.0:1 +Inf:1");
        histogram.Sum.ShouldBe(double.NegativeInfinity);
        var other = _registry.Histogram(new HistogramDefinition("other", "Help.") { Buckets = [1] });
        other.Observe(double.PositiveInfinity);
        var view = _registry.ScrapeOpenMetrics().Family("other").Histogram();
        view.Buckets[0].CumulativeCount.ShouldBe(0);
        view.Buckets[1].CumulativeCount.ShouldBe(1);
        view.Sum.ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void Observe_TooManyTimes_ThrowsAndLeavesCountsValid()
    {
        var histogram = Histogram(1);
        Should.Throw<ArgumentOutOfRangeException>(() => histogram.Observe(1, long.MaxValue)).ParamName.ShouldBe("times");
        Should.Throw<ArgumentOutOfRangeException>(() => histogram.Observe(1, (1L << 53) + 1));
        histogram.Count.ShouldBe(0);
        for (var i = 0; i < 100; i++)
            histogram.Observe(1, 1L << 53);
        histogram.Count.ShouldBe(100 * (1L << 53));
    }

    [Fact]
    public void Observe_NaN_ThrowsAndCountsNothing()
    {
        var histogram = Histogram(1);
        Should.Throw<ArgumentOutOfRangeException>(() => histogram.Observe(double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => histogram.Observe(double.NaN, 3L));
        Should.Throw<ArgumentOutOfRangeException>(() => histogram.Observe(double.NaN, new Exemplar(KeyValuePair.Create("a", "b"))));
        Should.Throw<ArgumentOutOfRangeException>(() => histogram.Observe(1, -1L)).ParamName.ShouldBe("times");
        histogram.Count.ShouldBe(0);
        histogram.Sum.ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1000)]
    public void Observe_AroundEachBound_CountsLikeABinarySearch(int bounds)
    {
        double[] limits = [.. Enumerable.Range(0, bounds).Select(i => (i * 1.5) - 10)];
        var histogram = Histogram(limits);
        double[] values = [.. limits.SelectMany(l => new[] { Math.BitDecrement(l), l, Math.BitIncrement(l) })];
        foreach (var value in values)
            histogram.Observe(value);

        var view = _registry.Scrape().Family("h").Histogram();
        for (var i = 0; i < bounds; i++)
            view.Buckets[i].CumulativeCount.ShouldBe(values.Count(v => v <= limits[i]));
        view.Count.ShouldBe(values.Length);
    }

    [Fact]
    public void Histogram_CallerChangesItsBuckets_KeepsTheBounds()
    {
        double[] bounds = [1, 2];
        var histogram = Histogram(bounds);
        histogram.Observe(1.5);
        bounds[0] = 100;
        bounds[1] = 200;
        histogram.Observe(1.5);
        Buckets().ShouldBe("1.0:0 2.0:2 +Inf:2");
    }

    private Histogram Histogram(params double[] bounds) => _registry.Histogram(new HistogramDefinition("h", "Help.") { Buckets = bounds });

    private string Buckets() =>
        string.Join(" ", _registry.Scrape().Family("h").Histogram().Buckets.Select(b => $"{b.RawUpperBound}:{b.CumulativeCount}"));
}
