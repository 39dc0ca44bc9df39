using Vernier.Exposition;
using Vernier.Testing.Parsing;

namespace Vernier.Testing;

/// <summary>Creates registries without self-metrics, and reads registries through their text like a scraper.</summary>
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
