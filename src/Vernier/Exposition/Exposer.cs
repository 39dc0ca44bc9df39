using Vernier.Registry;

namespace Vernier.Exposition;

/// <summary>
/// Writes a registry's families in the formats. The whole text is made in memory before the first byte is sent: an error is never half a
/// response, all values are of one moment, and a slow client holds nothing up. All members are thread-safe.
/// </summary>
public sealed class Exposer
{
    private readonly MetricRegistry _registry;
    private readonly bool _createdSeries;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<ExpositionFormat, Run> _running = [];

    /// <summary>Makes an exposer.</summary>
    /// <param name="registry">What is exposed.</param>
    /// <param name="createdSeries">
    /// Whether the text formats have a sample <c>_created</c> for each cumulative series. False by default, because Prometheus 2 stores it as
    /// one more series.
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
        return new RenderedMetrics(format, Write(format, names));
    }

    /// <summary>
    /// Writes the families on another thread. Calls for all families in one format that come while one is being written share it: what they get
    /// was read after the first of them began.
    /// </summary>
    /// <param name="format">The format.</param>
    /// <param name="names">Names of metrics or of series; only families that have one of them are written. Null for all.</param>
    /// <param name="cancellation">Stops waiting; what others share goes on.</param>
    /// <returns>The text, to be disposed.</returns>
    public async Task<RenderedMetrics> RenderAsync(ExpositionFormat format, IReadOnlySet<string>? names = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(format);
        Run run = names is null ? Join(format) : new Run(InTurn(() => Write(format, names)));
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

    private Run Join(ExpositionFormat format)
    {
        lock (_gate)
        {
            if (_running.TryGetValue(format, out Run? running))
            {
                running.Joined++;
                return running;
            }
            Run run = new(InTurn(() => WriteForAll(format)));
            _running.Add(format, run);
            return run;
        }
    }

    /// <summary>
    /// Runs a writing on another thread when the one before it has ended: a callback that hangs holds one thread, not one for each scrape. What
    /// is ambient to the caller, such as its activity, does not reach the callbacks.
    /// </summary>
    private Task<SharedText> InTurn(Func<SharedText> write)
    {
        using AsyncFlowControl none = ExecutionContext.SuppressFlow();
        return Task.Run(async () =>
        {
            await _turn.WaitAsync().ConfigureAwait(false);
            try
            {
                return write();
            }
            finally
            {
                _turn.Release();
            }
        });
    }

    private SharedText WriteForAll(ExpositionFormat format)
    {
        SharedText? text = null;
        try
        {
            return text = Write(format, null);
        }
        finally
        {
            lock (_gate)
            {
                _running.Remove(format, out Run? run);
                for (int i = 0; i < run!.Joined; i++)
                    text?.Share();
            }
        }
    }

    private SharedText Write(ExpositionFormat format, IReadOnlySet<string>? names)
    {
        long start = _registry.TimeProvider.GetTimestamp();
        using var output = new SegmentWriter();
        TextFormatWriter writer = format.CreateWriter(output, _createdSeries);
        _registry.Collect(writer, names);
        writer.End();
        SharedText text = output.Detach();
        _registry.Self?.Scraped(format.Name, _registry.TimeProvider.GetElapsedTime(start), text.Content.Length);
        return text;
    }

    /// <summary>One writing that is under way, and how many calls joined the one that began it.</summary>
    private sealed class Run(Task<SharedText> text)
    {
        public Task<SharedText> Text => text;

        public int Joined { get; set; }
    }
}
