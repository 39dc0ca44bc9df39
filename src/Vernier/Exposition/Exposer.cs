namespace Vernier.Exposition;

/// <summary>
/// Serves concurrent scrapes of one registry. Scrapes in one format that arrive while one is being rendered share its output (single flight),
/// and renderings run one after the other. All members are thread-safe.
/// </summary>
public sealed class Exposer
{
    private readonly MetricsRenderer _renderer;
    private readonly Lock _gate = new();
    private readonly Dictionary<(ExpositionFormat Format, bool Gzip), Flight> _flights = [];
    private Task _lastTurn = Task.CompletedTask;

    /// <summary>Creates an exposer.</summary>
    /// <param name="registry">The registry to expose.</param>
    /// <param name="options">How it is exposed; null for the defaults.</param>
    public Exposer(MetricRegistry registry, ExpositionOptions? options = null)
        : this(new MetricsRenderer(registry, options))
    {
    }

    internal Exposer(MetricsRenderer renderer) => _renderer = renderer;

    /// <summary>Chooses the format that an HTTP header <c>Accept</c> asks for, among those of the options.</summary>
    /// <param name="accept">The header's value, several joined by commas; null if the request has none.</param>
    /// <returns>The format; the first one of the options if no other is acceptable.</returns>
    public ExpositionFormat Negotiate(string? accept) => ExpositionFormat.Negotiate(accept, _renderer.Options.Formats);

    /// <summary>
    /// Renders the registry on a thread of the pool. Concurrent calls for all families in one format share an output, whose values were collected
    /// after the first of these calls.
    /// </summary>
    /// <param name="format">The format.</param>
    /// <param name="names">Names of metrics or of series; only families with one of these names are written. Null for all.</param>
    /// <param name="cancellation">Stops waiting. A rendering that has begun, or that others share, continues.</param>
    /// <returns>The output, to be disposed.</returns>
    public Task<RenderedMetrics> RenderAsync(ExpositionFormat format, IReadOnlySet<string>? names = null, CancellationToken cancellation = default) =>
        RenderAsync(format, gzip: false, names, cancellation);

    /// <summary>
    /// Does the same as <see cref="RenderAsync(ExpositionFormat, IReadOnlySet{string}?, CancellationToken)"/>, and compresses the output as
    /// <see cref="MetricsRenderer.RenderGzip"/> does.
    /// </summary>
    /// <param name="format">The format.</param>
    /// <param name="names">Names of metrics or of series; only families with one of these names are written. Null for all.</param>
    /// <param name="cancellation">Stops waiting. A rendering that has begun, or that others share, continues.</param>
    /// <returns>The output, to be disposed.</returns>
    public Task<RenderedMetrics> RenderGzipAsync(ExpositionFormat format, IReadOnlySet<string>? names = null, CancellationToken cancellation = default) =>
        RenderAsync(format, gzip: true, names, cancellation);

    private async Task<RenderedMetrics> RenderAsync(ExpositionFormat format, bool gzip, IReadOnlySet<string>? names, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(format);
        var output = names is null ? Join(format, gzip) : InTurn(() => _renderer.Render(format, names, gzip), cancellation);
        try
        {
            return new RenderedMetrics(format, await output.WaitAsync(cancellation).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The share of this caller is released as soon as the output exists.
            _ = output.ContinueWith(done => done.Result.Release(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Joins the flight for all families in a format, or starts it. Its first caller cannot cancel it, because others may wait for it, too.</summary>
    private Task<SharedOutput> Join(ExpositionFormat format, bool gzip)
    {
        lock (_gate)
        {
            if (_flights.TryGetValue((format, gzip), out var flight))
            {
                flight.Joined++;
                return flight.Output;
            }
            flight = new(InTurn(() => RenderForAll(format, gzip), CancellationToken.None));
            _flights.Add((format, gzip), flight);
            return flight.Output;
        }
    }

    private SharedOutput RenderForAll(ExpositionFormat format, bool gzip)
    {
        SharedOutput? output = null;
        try
        {
            return output = _renderer.Render(format, null, gzip);
        }
        finally
        {
            lock (_gate)
            {
                _flights.Remove((format, gzip), out var flight);
                for (var i = 0; i < flight!.Joined; i++)
                    output?.Share();
            }
        }
    }

    /// <summary>
    /// Renders on a thread of the pool after the rendering before has ended: a callback that hangs blocks one thread, not one per scrape.
    /// The caller's ambient state, such as its activity, does not flow into callbacks.
    /// </summary>
    /// <param name="render">The rendering.</param>
    /// <param name="cancellation">Abandons the turn before it has come.</param>
    private Task<SharedOutput> InTurn(Func<SharedOutput> render, CancellationToken cancellation)
    {
        var turn = new TaskCompletionSource();
        Task before;
        lock (_gate)
        {
            before = _lastTurn;
            _lastTurn = turn.Task;
        }
        using var none = ExecutionContext.SuppressFlow();
        return Task.Run(() => RenderAfterAsync(before, turn, render, cancellation), CancellationToken.None);
    }

    private static async Task<SharedOutput> RenderAfterAsync(Task before, TaskCompletionSource turn, Func<SharedOutput> render, CancellationToken cancellation)
    {
        try
        {
            await before.WaitAsync(cancellation).ConfigureAwait(false);
            // A task that has completed is not canceled: the turn may have come before the wait began, or together with the cancellation.
            cancellation.ThrowIfCancellationRequested();
            return render();
        }
        finally
        {
            // An abandoned turn passes to the next one only after the one before it has ended.
            _ = before.ContinueWith(_ => turn.SetResult(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>One rendering in progress.</summary>
    private sealed class Flight(Task<SharedOutput> output)
    {
        public Task<SharedOutput> Output => output;

        /// <summary>How many calls joined the one that started it.</summary>
        public int Joined { get; set; }
    }
}
