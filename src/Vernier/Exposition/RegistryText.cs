namespace Vernier.Exposition;

/// <summary>The short way to a registry's text, for tests and tools.</summary>
public static class RegistryText
{
    /// <summary>Writes all families in a format.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="format">The format; Prometheus text by default.</param>
    public static string ToText(this MetricRegistry registry, ExpositionFormat? format = null)
    {
        using var rendered = new Exposer(registry).Render(format ?? ExpositionFormat.PrometheusText);
        return rendered.ToString();
    }
}
