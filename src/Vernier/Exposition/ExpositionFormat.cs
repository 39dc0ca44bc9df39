namespace Vernier.Exposition;

/// <summary>A format in which metrics are exposed. Immutable.</summary>
public sealed class ExpositionFormat
{
    private readonly Func<SegmentWriter, bool, TextFormatWriter> _writer;

    private ExpositionFormat(string name, string mediaType, string version, Func<SegmentWriter, bool, TextFormatWriter> writer)
    {
        Name = name;
        MediaType = mediaType;
        Version = version;
        ContentType = $"{mediaType}; version={version}; charset=utf-8";
        _writer = writer;
    }

    /// <summary>The Prometheus text format 0.0.4, which every scraper reads.</summary>
    public static ExpositionFormat PrometheusText { get; } =
        new("prometheus_text", "text/plain", "0.0.4", static (output, created) => new PrometheusTextWriter(output, created));

    /// <summary>OpenMetrics 1.0.0 text: as the above, with units, exemplars, info metrics and state sets.</summary>
    public static ExpositionFormat OpenMetrics { get; } =
        new("openmetrics_text", "application/openmetrics-text", "1.0.0", static (output, created) => new OpenMetricsWriter(output, created));

    /// <summary>All formats.</summary>
    public static IReadOnlyList<ExpositionFormat> All { get; } = [PrometheusText, OpenMetrics];

    /// <summary>The name in the label <c>format</c> of the registry's own metrics.</summary>
    public string Name { get; }

    /// <summary>The media type without parameters.</summary>
    public string MediaType { get; }

    /// <summary>The version of the format.</summary>
    public string Version { get; }

    /// <summary>The value for the header <c>Content-Type</c>.</summary>
    public string ContentType { get; }

    /// <summary>
    /// The format that an HTTP header <c>Accept</c> asks for (RFC 9110, section 12.5.1): the one with the highest weight, where the entry that
    /// fits a format most closely gives its weight; of equal ones the one that comes first. Prometheus text when nothing is asked for, when
    /// nothing fits, and when the header makes no sense.
    /// </summary>
    /// <param name="accept">The header's value; several are joined by commas. Null without one.</param>
    public static ExpositionFormat Negotiate(string? accept)
    {
        MediaRange[] ranges = [.. AcceptHeader.Parse(accept)];
        return All
            .Select(format => (Format: format, Range: ranges.Where(r => r.Accepts(format)).OrderByDescending(r => r.Specificity).FirstOrDefault()))
            .Where(answer => answer.Range.Weight > 0)
            .OrderByDescending(answer => answer.Range.Weight)
            .ThenBy(answer => answer.Range.Position)
            .FirstOrDefault().Format ?? PrometheusText;
    }

    internal TextFormatWriter CreateWriter(SegmentWriter output, bool created) => _writer(output, created);
}
