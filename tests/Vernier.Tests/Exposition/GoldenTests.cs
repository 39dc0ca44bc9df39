using Vernier.Exposition;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.Tests.Exposition;

public class GoldenTests
{
    [Theory]
    [InlineData("prometheus.txt", false)]
    [InlineData("prometheus-created.txt", true)]
    public void Render_PrometheusText_IsAsExpectedAndValid(string file, bool createdSeries)
    {
        var text = GoldenRegistry.Make().Text(ExpositionFormat.PrometheusText, createdSeries);
        PrometheusTextParser.Parse(text);
        GoldenFile.ShouldMatch(file, text);
    }

    [Theory]
    [InlineData("openmetrics.txt", false)]
    [InlineData("openmetrics-created.txt", true)]
    public void Render_OpenMetrics_IsAsExpectedAndValid(string file, bool createdSeries)
    {
        var text = GoldenRegistry.Make().Text(ExpositionFormat.OpenMetrics, createdSeries);
        OpenMetricsParser.Parse(text);
        GoldenFile.ShouldMatch(file, text);
    }

    [Fact]
    public void Render_BothFormats_HoldTheSameSeries()
    {
        var registry = GoldenRegistry.Make();
        string[] text = [.. registry.Scrape().Samples.Select(s => $"{s} {s.RawValue}")];
        string[] openMetrics = [.. registry.ScrapeOpenMetrics().Samples.Select(s => $"{s} {s.RawValue}")];

        // OpenMetrics allows neither sum nor count if a bound is negative.
        text.Except(openMetrics).ShouldBe(["shop_difference_sum{region=\"eu-1\"} -1.5", "shop_difference_count{region=\"eu-1\"} 2"], ignoreOrder: true);
        openMetrics.Except(text).ShouldBeEmpty();
    }
}
