using Vernier.Exposition;
using Vernier.Testing.Parsing;

namespace Vernier.Testing;

/// <summary>Makes registries that hold nothing but what a test registers, and reads them as a scraper would: by their text.</summary>
internal static class Scraping
{
    public static MetricRegistry NewRegistry(TimeProvider? time = null, int maxSeries = 0) =>
        new(new MetricRegistryOptions { SelfMetrics = false, TimeProvider = time ?? TimeProvider.System, MaxSeriesPerFamily = maxSeries });

    public static ParsedExposition Scrape(this MetricRegistry registry) => PrometheusTextParser.Parse(registry.ToText());

    public static ParsedExposition ScrapeOpenMetrics(this MetricRegistry registry) => OpenMetricsParser.Parse(registry.ToText(ExpositionFormat.OpenMetrics));

    public static string Text(this MetricRegistry registry, ExpositionFormat format, bool createdSeries)
    {
        using var rendered = new MetricsRenderer(registry, new ExpositionOptions { CreatedSeries = createdSeries }).Render(format);
        return rendered.ToString();
    }
}
