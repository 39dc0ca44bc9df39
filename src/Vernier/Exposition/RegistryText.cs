namespace Vernier.Exposition;

/// <summary>Renders a registry to a string, for tests and tools.</summary>
public static class RegistryText
{
    /// <summary>Collects all families and writes them in a format.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="format">The format; Prometheus text by default.</param>
    public static string ToText(this MetricRegistry registry, ExpositionFormat? format = null)
    {
        using var rendered = new MetricsRenderer(registry).Render(format ?? ExpositionFormat.PrometheusText);
        return rendered.ToString();
    }
}
