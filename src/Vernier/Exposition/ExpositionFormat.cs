using System.Buffers;
using Vernier.Families;

namespace Vernier.Exposition;

/// <summary>
/// A format in which metrics are exposed: its name, its media type, and a factory for the visitor that writes one collection in it. Immutable. To
/// offer a format of your own, add it to <see cref="ExpositionOptions.Formats"/>.
/// </summary>
public sealed class ExpositionFormat
{
    private readonly Func<SegmentWriter, ExpositionOptions, ICollectionVisitor> _createWriter;

    /// <summary>Creates a format.</summary>
    /// <param name="name">The value of the label <c>format</c> in the registry's own metrics, e.g. <c>prometheus_text</c>.</param>
    /// <param name="mediaType">The media type without parameters, in lower case, e.g. <c>text/plain</c>.</param>
    /// <param name="createWriter">
    /// Creates the visitor that writes one collection to the output. The visitor is used once, from one thread. What it has not written when
    /// <see cref="ICollectionVisitor.EndCollection"/> returns is lost.
    /// </param>
    /// <exception cref="ArgumentException">The name or the media type is empty.</exception>
    public ExpositionFormat(string name, string mediaType, Func<IBufferWriter<byte>, ExpositionOptions, ICollectionVisitor> createWriter)
        : this(name, mediaType, (Func<SegmentWriter, ExpositionOptions, ICollectionVisitor>)createWriter)
    {
    }

    private ExpositionFormat(string name, string mediaType, Func<SegmentWriter, ExpositionOptions, ICollectionVisitor> createWriter)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(mediaType);
        ArgumentNullException.ThrowIfNull(createWriter);
        Name = name;
        MediaType = mediaType;
        _createWriter = createWriter;
    }

    /// <summary>Gets the Prometheus text format 0.0.4, which every scraper reads.</summary>
    public static ExpositionFormat PrometheusText { get; } =
        Text("prometheus_text", "text/plain", "0.0.4", static (output, options) => new PrometheusTextWriter(output, options.CreatedSeries));

    /// <summary>Gets OpenMetrics 1.0.0 text, which adds units, exemplars, info metrics and state sets.</summary>
    public static ExpositionFormat OpenMetrics { get; } =
        Text("openmetrics_text", "application/openmetrics-text", "1.0.0", static (output, options) => new OpenMetricsWriter(output, options.CreatedSeries));

    /// <summary>Gets the built-in formats, the default first.</summary>
    public static IReadOnlyList<ExpositionFormat> All { get; } = [PrometheusText, OpenMetrics];

    /// <summary>Gets the name, which is the value of the label <c>format</c> in the registry's own metrics.</summary>
    public string Name { get; }

    /// <summary>Gets the media type without parameters.</summary>
    public string MediaType { get; }

    /// <summary>
    /// Gets the parameters of the media type that tell formats apart, e.g. <c>version</c>. A client that states one of them with another value does
    /// not accept this format. Empty by default.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init => field = value is null ? value! : [.. value]; } = [];

    /// <summary>Gets the value of the header <c>Content-Type</c>. By default the media type and <see cref="Parameters"/>.</summary>
    public string ContentType { get => field ?? string.Join("; ", Parameters.Select(p => $"{p.Key}={p.Value}").Prepend(MediaType)); init; }

    /// <summary>
    /// Chooses the format that an HTTP header <c>Accept</c> asks for (RFC 9110, section 12.5.1): the one with the highest weight, where the entry
    /// that matches a format most closely states its weight; among equals, the one whose entry comes first in the header.
    /// </summary>
    /// <param name="accept">The header's value, several joined by commas; null if the request has none.</param>
    /// <param name="formats">The formats to choose from; null for <see cref="All"/>.</param>
    /// <returns>The format; the first of <paramref name="formats"/> if the header is missing or invalid, or if no format is acceptable.</returns>
    /// <exception cref="ArgumentException"><paramref name="formats"/> is empty or contains null.</exception>
    public static ExpositionFormat Negotiate(string? accept, IReadOnlyList<ExpositionFormat>? formats = null)
    {
        formats ??= All;
        if (formats.Count == 0 || formats.Contains(null!))
            throw new ArgumentException("At least one format is required, and none can be null.", nameof(formats));
        MediaRange[] ranges = [.. AcceptHeader.Parse(accept)];
        var chosen = formats[0];
        MediaRange? best = null;
        foreach (var format in formats)
        {
            if (ClosestTo(format, ranges) is { Weight: > 0 } range
                && (best is null || range.Weight > best.Weight || (range.Weight == best.Weight && range.Position < best.Position)))
            {
                (chosen, best) = (format, range);
            }
        }
        return chosen;
    }

    private static MediaRange? ClosestTo(ExpositionFormat format, MediaRange[] ranges)
    {
        MediaRange? closest = null;
        var closestMatch = -1;
        foreach (var range in ranges)
        {
            var match = range.Match(format);
            if (match > closestMatch)
                (closest, closestMatch) = (range, match);
        }
        return closest;
    }

    internal ICollectionVisitor CreateWriter(SegmentWriter output, ExpositionOptions options) => _createWriter(output, options);

    private static ExpositionFormat Text(
        string name, string mediaType, string version, Func<SegmentWriter, ExpositionOptions, ICollectionVisitor> createWriter) =>
        new(name, mediaType, createWriter)
        {
            Parameters = [new("version", version)],
            ContentType = $"{mediaType}; version={version}; charset=utf-8",
        };
}
