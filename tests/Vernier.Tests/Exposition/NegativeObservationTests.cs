using Vernier.Testing;

namespace Vernier.Tests.Exposition;

/// <summary>
/// Sums are counters in OpenMetrics ("Histogram", "Summary"), so negative sums and NaN must be absent, as must negative values of quantiles. The parser
/// rejects them. The Prometheus text format contains all of them.
/// </summary>
public class NegativeObservationTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    [Theory]
    [InlineData(-2, "-1")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    public void Histogram_NegativeSum_IsAbsentFromOpenMetrics(double value, string sum)
    {
        var histogram = _registry.Histogram("h", "Help.");
        histogram.Observe(1);
        histogram.Observe(value);
        var text = _registry.Scrape();
        text.Sample("h_sum").RawValue.ShouldBe(sum);
        text.Value("h_count").ShouldBe(2);
        var openMetrics = _registry.ScrapeOpenMetrics();
        openMetrics.Samples.ShouldNotContain(sample => sample.Name == "h_sum" || sample.Name == "h_count"); // No count without a sum.
        openMetrics.Value("h_bucket", ("le", "+Inf")).ShouldBe(2);
    }

    [Fact]
    public void Histogram_SumNoLongerNegative_IsExposedAgain()
    {
        var histogram = _registry.Histogram("h", "Help.");
        histogram.Observe(-1);
        _registry.ScrapeOpenMetrics().Samples.ShouldNotContain(sample => sample.Name == "h_sum");
        histogram.Observe(1);
        _registry.ScrapeOpenMetrics().Value("h_sum").ShouldBe(0);
        _registry.ScrapeOpenMetrics().Value("h_count").ShouldBe(2);
    }

    [Fact]
    public void Histogram_InfinitiesOfBothSigns_HaveNoSumInOpenMetrics()
    {
        var histogram = _registry.Histogram("h", "Help.");
        histogram.Observe(double.PositiveInfinity);
        _registry.ScrapeOpenMetrics().Sample("h_sum").RawValue.ShouldBe("+Inf");
        histogram.Observe(double.NegativeInfinity);
        _registry.ScrapeOpenMetrics().Samples.ShouldNotContain(sample => sample.Name == "h_sum");
        var text = _registry.Scrape();
        text.Sample("h_sum").RawValue.ShouldBe("NaN");
        text.Value("h_count").ShouldBe(2);
        text.Value("h_bucket", ("le", "+Inf")).ShouldBe(2);
        text.Value("h_bucket", ("le", "0.005")).ShouldBe(1);

        // The sum stays NaN; buckets and count are still right.
        histogram.Observe(1);
        double.IsNaN(histogram.Sum).ShouldBeTrue();
        histogram.Count.ShouldBe(3);
        _registry.ScrapeOpenMetrics().Value("h_bucket", ("le", "+Inf")).ShouldBe(3);
    }

    [Fact]
    public void Summary_InfinitiesOfBothSigns_HaveNoSumInOpenMetrics()
    {
        var summary = _registry.Summary(new SummaryDefinition("s", "Help.") { Quantiles = [0, 0.5, 1] });
        summary.Observe(double.PositiveInfinity);
        _registry.ScrapeOpenMetrics().Sample("s_sum").RawValue.ShouldBe("+Inf");
        summary.Observe(double.NegativeInfinity);
        summary.Observe(1);
        var text = _registry.Scrape();
        text.Sample("s_sum").RawValue.ShouldBe("NaN");
        text.Value("s_count").ShouldBe(3);
        text.Sample("s", ("quantile", "0.0")).RawValue.ShouldBe("-Inf");
        text.Value("s", ("quantile", "0.5")).ShouldBe(1, 0.01);
        text.Sample("s", ("quantile", "1.0")).RawValue.ShouldBe("+Inf");
        var openMetrics = _registry.ScrapeOpenMetrics();
        openMetrics.Samples.ShouldNotContain(sample => sample.Name == "s_sum");
        openMetrics.Value("s_count").ShouldBe(3);
    }

    // Callbacks cannot report NaN, but the sum of what they report for the same labels may be.
    [Fact]
    public void Callback_InfinitiesOfBothSigns_HaveNoSumInOpenMetrics()
    {
        _registry.HistogramCallback(new HistogramDefinition<Fact>("h", "Help.") { Buckets = [1] }, series =>
        {
            series.Report(new("a"), new HistogramReading([0, 1], double.PositiveInfinity));
            series.Report(new("a"), new HistogramReading([1, 0], double.NegativeInfinity));
        });
        var text = _registry.Scrape();
        text.Sample("h_sum", ("version", "a")).RawValue.ShouldBe("NaN");
        text.Value("h_count", ("version", "a")).ShouldBe(2);
        _registry.ScrapeOpenMetrics().Samples.ShouldAllBe(sample => sample.Name == "h_bucket");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.0)]
    public void Histogram_LowestBoundIsZero_HasSumAndCountInOpenMetrics(double bound)
    {
        _registry.Histogram("h", "Help.", buckets: [bound, 1]).Observe(0.5);
        var openMetrics = _registry.ScrapeOpenMetrics();
        openMetrics.Value("h_sum").ShouldBe(0.5);
        openMetrics.Value("h_count").ShouldBe(1);
    }

    [Fact]
    public void Histogram_OfACallbackWithANegativeSum_HasNoneInOpenMetrics()
    {
        _registry.HistogramCallback(new HistogramDefinition("h", "Help.") { Buckets = [1] }, () => new HistogramReading([2, 0], -3));
        _registry.Scrape().Value("h_sum").ShouldBe(-3);
        _registry.ScrapeOpenMetrics().Samples.ShouldAllBe(sample => sample.Name == "h_bucket");
    }

    [Fact]
    public void Summary_NegativeObservations_ShowsOnlyWhatOpenMetricsAllows()
    {
        var summary = _registry.Summary(new SummaryDefinition("s", "Help.") { Quantiles = [0, 0.5, 1] });
        summary.Observe(-5);
        summary.Observe(0);
        summary.Observe(2);
        var text = _registry.Scrape();
        text.Value("s_sum").ShouldBe(-3);
        text.Value("s", ("quantile", "0.0")).ShouldBe(-5, 0.05);
        var openMetrics = _registry.ScrapeOpenMetrics();
        openMetrics.Samples.Where(sample => sample.Name == "s").Select(sample => sample.Labels["quantile"]).ShouldBe(["0.5", "1.0"]);
        openMetrics.Samples.ShouldNotContain(sample => sample.Name == "s_sum");
        openMetrics.Value("s_count").ShouldBe(3);

        summary.Observe(4);
        _registry.ScrapeOpenMetrics().Value("s_sum").ShouldBe(1);
    }

    [Fact]
    public void Summary_NothingObserved_HasQuantilesThatAreNaN()
    {
        _registry.Summary("s", "Help.");
        var openMetrics = _registry.ScrapeOpenMetrics();
        openMetrics.Value("s", ("quantile", "0.5")).ShouldBe(double.NaN);
        openMetrics.Value("s_sum").ShouldBe(0);
    }
}
