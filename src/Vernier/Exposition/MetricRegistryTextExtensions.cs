using Vernier.Exposition;

namespace Vernier;

/// <summary>Renders a registry as text, for tests and tools.</summary>
public static class MetricRegistryTextExtensions
{
    /// <summary>Renders all families in a format. To serve scrapes, use an <see cref="Exposer"/> or an endpoint instead.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="format">The format; null for the Prometheus text format.</param>
    public static string ToText(this MetricRegistry registry, ExpositionFormat? format = null)
    {
        using var rendered = new MetricsRenderer(registry).Render(format ?? ExpositionFormat.PrometheusText);
        return rendered.ToString();
    }
}
