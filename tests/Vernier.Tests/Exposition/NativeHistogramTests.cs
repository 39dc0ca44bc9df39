using Vernier.Callbacks;
using Vernier.Exposition;
using Vernier.Families;
using Vernier.Registry;
using Vernier.Testing;
using Vernier.Tests.Registry;

namespace Vernier.Tests.Exposition;

/// <summary>Native histograms reach every visitor; formats without them show classic buckets.</summary>
public class NativeHistogramTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    [Fact]
    public void Collect_NativeHistogram_ReachesTheVisitor()
    {
        Register(classic: [3, 4, 2]);
        var log = new VisitorLog();
        _registry.Collect(log);
        log.Lines.ShouldBe(
        [
            "begin h",
            "native 3, 2 up to 0.001, BucketSpan { Offset = -1, Length = 2 } BucketSpan { Offset = 3, Length = 1 }: 1 2 3, "
            + "BucketSpan { Offset = 0, Length = 1 }: 1, 9 = 4.5, 1 exemplars, classic 0.5 1",
            "end h",
        ]);
    }

    [Fact]
    public void Collect_NativeHistogram_ReachesTheVisitorOfAConsumer()
    {
        Register(classic: null);
        var log = new VisitorLog();
        _registry.CreateConsumer().Collect(log);
        log.Lines[1].ShouldStartWith("native 3, ");
    }

    [Theory]
    [InlineData("prometheus_text", "")]
    [InlineData("openmetrics_text", "# EOF\n")]
    public void Render_NativeHistogramWithClassicBuckets_ShowsThem(string format, string end)
    {
        Register(classic: [3, 4, 2]);
        Text(format).ShouldEndWith("h_bucket{le=\"0.5\"} 3\nh_bucket{le=\"1.0\"} 7\nh_bucket{le=\"+Inf\"} 9\nh_sum 4.5\nh_count 9\n" + end);
    }

    [Theory]
    [InlineData("prometheus_text", "")]
    [InlineData("openmetrics_text", "# EOF\n")]
    public void Render_NativeHistogramWithoutClassicBuckets_ShowsTheBucketInf(string format, string end)
    {
        Register(classic: null);
        Text(format).ShouldEndWith("h_bucket{le=\"+Inf\"} 9\nh_sum 4.5\nh_count 9\n" + end);
        _registry.Scrape();
        _registry.ScrapeOpenMetrics();
    }

    [Fact]
    public void Collect_VisitorWithoutNativeHistograms_GetsClassicBuckets()
    {
        Register(classic: [3, 4, 2]);
        using var rendered = new MetricsRenderer(_registry).Render(CsvFormat.Instance);
        rendered.ToString().ShouldContain("\nh_count,9\nh_sum,4.5\n");
    }

    private string Text(string format) => _registry.ToText(ExpositionFormat.All.Single(f => f.Name == format));

    private void Register(long[]? classic)
    {
        var kind = NativeKind([0.5, 1]);
        _registry.GetOrAdd(
            new HistogramDefinition("h", "Help.") { Buckets = [0.5, 1] },
            (definition, settings) => new CallbackFamily<NativeReading>(definition, settings, kind, family => _ => family.Report([], new(classic)), null));
    }

    private sealed record NativeReading(long[]? Classic);

    /// <summary>What an instrument for native histograms will do.</summary>
    private static CallbackKind<NativeReading> NativeKind(double[] bounds)
    {
        var exemplar = new Exemplar();
        return new(
            static value => value,
            static (_, other) => other,
            (visitor, series, value) =>
            {
                var snapshot = new NativeHistogramSnapshot
                {
                    Schema = 3,
                    ZeroThreshold = 0.001,
                    ZeroCount = 2,
                    PositiveSpans = [new(-1, 2), new(3, 1)],
                    PositiveCounts = [1, 2, 3],
                    NegativeSpans = [new(0, 1)],
                    NegativeCounts = [1],
                    Sum = 4.5,
                    Count = 9,
                    Exemplars = [exemplar],
                    ClassicBuckets = value.Classic is null ? default : new HistogramSnapshot(bounds, value.Classic, 4.5, []),
                };
                visitor.NativeHistogram(series, in snapshot);
            });
    }
}
