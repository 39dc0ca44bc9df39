namespace Vernier.Exposition;

/// <summary>
/// Writes a registry's families in the formats. The whole text is made in memory before the first byte is sent: an error is never half a
/// response, all values are read in one walk, and a slow client holds nothing up. All members are thread-safe.
/// </summary>
public sealed class Exposer
{
    /// <summary>A smaller text fits into one packet: compressing it gains nothing.</summary>
    private const int SmallestToCompress = 1024;

    private readonly MetricRegistry _registry;
    private readonly bool _createdSeries;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<(ExpositionFormat Format, bool Gzip), Run> _running = [];

    /// <summary>Makes an exposer.</summary>
    /// <param name="registry">What is exposed.</param>
    /// <param name="createdSeries">
    /// Whether the text formats have a sample <c>_created</c> for each cumulative series but those of callbacks, of which it is not known when they were 0.
    /// False by default, because Prometheus 2 stores it as one more series.
    /// </param>
    public Exposer(MetricRegistry registry, bool createdSeries = false)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _registry = registry;
        _createdSeries = createdSeries;
    }

    /// <summary>Writes the families now, on this thread.</summary>
    /// <param name="format">The format.</param>
    /// <param name="names">Names of metrics or of series; only families that have one of them are written. Null for all.</param>
    /// <returns>The text, to be disposed.</returns>
    public RenderedMetrics Render(ExpositionFormat format, IReadOnlySet<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(format);
        using var output = new SegmentWriter();
        Write(format, names, output);
        return new RenderedMetrics(format, output.Detach());
    }

    /// <summary>
    /// Writes the families on another thread. Calls for all families in one format that come while one is being written share it: what they get
    /// was read after the first of them began.
    /// </summary>
    /// <param name="format">The format.</param>
    /// <param name="names">Names of metrics or of series; only families that have one of them are written. Null for all.</param>
    /// <param name="cancellation">Stops waiting; what others share, or has begun, goes on.</param>
    /// <returns>The text, to be disposed.</returns>
    public Task<RenderedMetrics> RenderAsync(ExpositionFormat format, IReadOnlySet<string>? names = null, CancellationToken cancellation = default) =>
        ShareAsync(format, gzip: false, names, cancellation);

    /// <summary>
    /// As <see cref="RenderAsync(ExpositionFormat, IReadOnlySet{string}?, CancellationToken)"/>, and compresses the text while it is being written.
    /// One of less than 1 KiB stays as it is: <see cref="RenderedMetrics.IsGzip"/> tells.
    /// </summary>
    /// <param name="format">The format.</param>
    /// <param name="names">Names of metrics or of series; only families that have one of them are written. Null for all.</param>
    /// <param name="cancellation">Stops waiting; what others share, or has begun, goes on.</param>
    /// <returns>The text, to be disposed.</returns>
    public Task<RenderedMetrics> RenderGzipAsync(ExpositionFormat format, IReadOnlySet<string>? names = null, CancellationToken cancellation = default) =>
        ShareAsync(format, gzip: true, names, cancellation);

    private async Task<RenderedMetrics> ShareAsync(ExpositionFormat format, bool gzip, IReadOnlySet<string>? names, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(format);
        var run = names is null ? Join(format, gzip) : new Run(InTurn(() => WriteAsync(format, gzip, names), cancellation));
        try
        {
            return new RenderedMetrics(format, await run.Text.WaitAsync(cancellation).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for this share any more: it is released when the text is there.
            _ = run.Text.ContinueWith(done => done.Result.Release(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    private Run Join(ExpositionFormat format, bool gzip)
    {
        lock (_gate)
        {
            if (_running.TryGetValue((format, gzip), out var running))
            {
                running.Joined++;
                return running;
            }
            Run run = new(InTurn(() => WriteForAllAsync(format, gzip), CancellationToken.None)); // The others wait for it, too.
            _running.Add((format, gzip), run);
            return run;
        }
    }

    /// <summary>
    /// Runs a writing on another thread when the one before it has ended: a callback that hangs holds one thread, not one for each scrape. What
    /// is ambient to the caller, such as its activity, does not reach the callbacks.
    /// </summary>
    /// <param name="write">The writing.</param>
    /// <param name="cancellation">Gives up the turn while it has not come.</param>
    private Task<SharedText> InTurn(Func<Task<SharedText>> write, CancellationToken cancellation)
    {
        using var none = ExecutionContext.SuppressFlow();
        return Task.Run(async () =>
        {
            await _turn.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await write().ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        });
    }

    private async Task<SharedText> WriteForAllAsync(ExpositionFormat format, bool gzip)
    {
        SharedText? text = null;
        try
        {
            return text = await WriteAsync(format, gzip, null).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _running.Remove((format, gzip), out var run);
                for (var i = 0; i < run!.Joined; i++)
                    text?.Share();
            }
        }
    }

    private Task<SharedText> WriteAsync(ExpositionFormat format, bool gzip, IReadOnlySet<string>? names)
    {
        if (gzip)
            return WriteGzipAsync(format, names);
        using var output = new SegmentWriter();
        Write(format, names, output);
        return Task.FromResult(output.Detach());
    }

    private async Task<SharedText> WriteGzipAsync(ExpositionFormat format, IReadOnlySet<string>? names)
    {
        var compressor = new GzipCompressor();
        using var output = new SegmentWriter(compressor.Take);
        // Disposed before the output, because it reads the output's segments.
        await using var _ = compressor.ConfigureAwait(false);
        Write(format, names, output);
        return output.Length < SmallestToCompress ? output.Detach() : await compressor.FinishAsync(output.CloseLast()!).ConfigureAwait(false);
    }

    private void Write(ExpositionFormat format, IReadOnlySet<string>? names, SegmentWriter output)
    {
        var start = _registry.TimeProvider.GetTimestamp();
        var writer = format.CreateWriter(output, _createdSeries);
        _registry.Collect(writer, names);
        _registry.Self?.Scraped(format.Name, _registry.TimeProvider.GetElapsedTime(start), output.Length);
    }

    /// <summary>One writing that is under way, and how many calls joined the one that began it.</summary>
    private sealed class Run(Task<SharedText> text)
    {
        public Task<SharedText> Text => text;

        public int Joined { get; set; }
    }
}
