using Vernier.Registry;

namespace Vernier.Exposition;

/// <summary>
/// Renders a registry: one collection, written completely to memory. So an error never becomes half a response, all values are
/// collected together, and a slow client delays nothing. For push clients and tools; endpoints use an <see cref="Exposer"/>. All
/// members are thread-safe.
/// </summary>
public sealed class MetricsRenderer
{
    /// <summary>A smaller output fits into one packet, so compressing it gains nothing.</summary>
    private const int MinCompressedLength = 1024;

    private readonly MetricRegistry _registry;
    private readonly SegmentPool _pool;

    /// <summary>Creates a renderer.</summary>
    /// <param name="registry">The registry to render.</param>
    /// <param name="options">How it is rendered; null for the defaults.</param>
    public MetricsRenderer(MetricRegistry registry, ExpositionOptions? options = null)
        : this(registry, options, SegmentPool.Shared)
    {
    }

    internal MetricsRenderer(MetricRegistry registry, ExpositionOptions? options, SegmentPool pool)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _registry = registry;
        _pool = pool;
        Options = options ?? new ExpositionOptions();
    }

    /// <summary>Gets the options.</summary>
    public ExpositionOptions Options { get; }

    /// <summary>Collects the registry and writes it, on the calling thread.</summary>
    /// <param name="format">The format.</param>
    /// <param name="names">Names of metrics or of series; only families with one of these names are written. Null for all.</param>
    /// <returns>The output, to be disposed.</returns>
    /// <exception cref="InvalidOperationException">The caller is a callback of the same registry.</exception>
    public RenderedMetrics Render(ExpositionFormat format, IReadOnlySet<string>? names = null) => new(format, Render(format, names, gzip: false));

    /// <summary>
    /// Collects the registry, and compresses the output while it is being written; from 64 KiB on, a thread of the pool compresses. An output of
    /// less than 1 KiB is not compressed; see <see cref="RenderedMetrics.IsGzip"/>.
    /// </summary>
    /// <param name="format">The format.</param>
    /// <param name="names">Names of metrics or of series; only families with one of these names are written. Null for all.</param>
    /// <returns>The output, to be disposed.</returns>
    /// <exception cref="InvalidOperationException">The caller is a callback of the same registry.</exception>
    public RenderedMetrics RenderGzip(ExpositionFormat format, IReadOnlySet<string>? names = null) => new(format, Render(format, names, gzip: true));

    internal MetricRegistry Registry => _registry;

    internal SharedOutput Render(ExpositionFormat format, IReadOnlySet<string>? names, bool gzip, CollectionRun? run = null)
    {
        ArgumentNullException.ThrowIfNull(format);
        return gzip ? WriteGzip(format, names, run) : Write(format, names, run);
    }

    private SharedOutput Write(ExpositionFormat format, IReadOnlySet<string>? names, CollectionRun? run)
    {
        using var output = new SegmentWriter(_pool);
        Write(format, names, run, output);
        return output.Detach();
    }

    private SharedOutput WriteGzip(ExpositionFormat format, IReadOnlySet<string>? names, CollectionRun? run)
    {
        SegmentWriter? output = null;
        try
        {
            // Disposed before the output, because it reads the output's segments.
            using var compressor = new GzipCompressor(_pool);
            output = new SegmentWriter(_pool, compressor.Add);
            Write(format, names, run, output);
            return output.Length < MinCompressedLength ? output.Detach() : compressor.Finish(output.CloseLast()!);
        }
        finally
        {
            output?.Dispose();
        }
    }

    private void Write(ExpositionFormat format, IReadOnlySet<string>? names, CollectionRun? run, SegmentWriter output)
    {
        var start = _registry.TimeProvider.GetTimestamp();
        _registry.Collect(format.CreateWriter(output, Options), names, null, run);
        _registry.Self?.Scraped(format.Name, _registry.TimeProvider.GetElapsedTime(start), output.Length);
    }
}
