using System.Diagnostics.CodeAnalysis;
using Vernier.Families;
using Vernier.Registry;

namespace Vernier.Exposition;

/// <summary>
/// Serves concurrent scrapes of one registry. Scrapes in one format that arrive while one is being rendered share its output (single flight).
/// A callback that hangs delays scrapes that include its metrics, until <see cref="MetricRegistryOptions.CallbackTimeout"/>; then they are rendered
/// without these metrics. If more callbacks hang in one scrape, it waits for each of them for a quarter of the time before, and 1/64 of it at least. All members are thread-safe.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle has nothing to dispose.")]
public sealed class Exposer
{
    /// <summary>The number of threads that concurrent scrapes of selected names can occupy while they wait for a callback.</summary>
    private const int MaxNamed = 8;

    private readonly MetricsRenderer _renderer;
    private readonly TimeProvider _time;
    private readonly TimeSpan _callbackTimeout;
    private readonly Lock _gate = new();
    private readonly Dictionary<(ExpositionFormat Format, bool Gzip), Flight> _flights = [];
    private readonly SemaphoreSlim _named = new(MaxNamed);

    /// <summary>Creates an exposer.</summary>
    /// <param name="registry">The registry to expose.</param>
    /// <param name="options">How it is exposed; null for the defaults.</param>
    public Exposer(MetricRegistry registry, ExpositionOptions? options = null)
        : this(new MetricsRenderer(registry, options))
    {
    }

    internal Exposer(MetricsRenderer renderer)
    {
        _renderer = renderer;
        _time = renderer.Registry.TimeProvider;
        _callbackTimeout = renderer.Registry.Settings.CallbackTimeout;
    }

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
    /// <exception cref="InvalidOperationException">The caller is a callback of the same registry, which would wait for itself.</exception>
    /// <exception cref="OperationCanceledException">Waiting was canceled.</exception>
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
    /// <exception cref="InvalidOperationException">The caller is a callback of the same registry, which would wait for itself.</exception>
    /// <exception cref="OperationCanceledException">Waiting was canceled.</exception>
    public Task<RenderedMetrics> RenderGzipAsync(ExpositionFormat format, IReadOnlySet<string>? names = null, CancellationToken cancellation = default) =>
        RenderAsync(format, gzip: true, names, cancellation);

    private async Task<RenderedMetrics> RenderAsync(ExpositionFormat format, bool gzip, IReadOnlySet<string>? names, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(format);
        _renderer.Registry.ThrowIfCollecting();
        var output = names is null ? Join(format, gzip) : RenderNamedAsync(format, gzip, names.ToHashSet(), cancellation);
        try
        {
            return new RenderedMetrics(format, await output.WaitAsync(cancellation).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            ReleaseWhenDone(output);
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
            flight = new();
            _flights.Add((format, gzip), flight);
            return flight.Output = RenderForAllAsync(format, gzip);
        }
    }

    private async Task<SharedOutput> RenderForAllAsync(ExpositionFormat format, bool gzip)
    {
        SharedOutput? output = null;
        try
        {
            return output = await RenderAsync(format, gzip, null, new CollectionRun(CancellationToken.None)).ConfigureAwait(false);
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

    private async Task<SharedOutput> RenderNamedAsync(ExpositionFormat format, bool gzip, HashSet<string> names, CancellationToken cancellation)
    {
        await _named.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // The turn may have come together with the cancellation.
            cancellation.ThrowIfCancellationRequested();
            return await RenderAsync(format, gzip, names, new CollectionRun(cancellation)).ConfigureAwait(false);
        }
        finally
        {
            _named.Release();
        }
    }

    /// <summary>Renders on a thread of the pool. If a callback hangs, its thread is left to it, and a new one renders without the callback.</summary>
    private async Task<SharedOutput> RenderAsync(ExpositionFormat format, bool gzip, HashSet<string>? names, CollectionRun run)
    {
        while (true)
        {
            var attempt = Start(format, gzip, names, run);
            if (await WaitUntilHangingAsync(attempt, run).ConfigureAwait(false) is not { } hanging)
                return await attempt.ConfigureAwait(false);
            run = run.ReplaceWithout(hanging);
            ReleaseWhenDone(attempt);
        }
    }

    /// <summary>The caller's ambient state, such as its activity, does not flow into callbacks.</summary>
    private Task<SharedOutput> Start(ExpositionFormat format, bool gzip, HashSet<string>? names, CollectionRun run)
    {
        using var none = ExecutionContext.SuppressFlow();
        // The pool adds threads slowly, so a rendering must not wait for one in place of those that hang.
        var options = run.IsReplacement ? TaskCreationOptions.LongRunning : TaskCreationOptions.DenyChildAttach;
        return Task.Factory.StartNew(() => _renderer.Render(format, names, gzip, run), CancellationToken.None, options, TaskScheduler.Default);
    }

    /// <summary>Waits for the end of a rendering. Returns the callback that it calls when that hangs; null at the end.</summary>
    private async Task<Collector?> WaitUntilHangingAsync(Task attempt, CollectionRun run)
    {
        while (!attempt.IsCompleted)
        {
            var calling = run.Calling;
            var remaining = (calling?.Remaining ?? _callbackTimeout) - run.Withheld(_callbackTimeout);
            if (remaining <= TimeSpan.Zero)
            {
                if (calling is not null)
                    return calling;
                remaining = TimeSpan.Zero;
            }

            // A timer counts whole milliseconds, and must not end before the callback's time.
            var wait = remaining + TimeSpan.FromMilliseconds(1);
            await attempt.WaitAsync(wait, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return null;
    }

    /// <summary>Releases an abandoned output as soon as it exists, and ignores a failure to create it.</summary>
    private static void ReleaseWhenDone(Task<SharedOutput> output) => _ = output.ContinueWith(
        static done =>
        {
            if (done.IsCompletedSuccessfully)
                done.Result.Release();
            else
                _ = done.Exception; // Marks it as observed.
        },
        CancellationToken.None,
        TaskContinuationOptions.None,
        TaskScheduler.Default);

    /// <summary>One rendering in progress.</summary>
    private sealed class Flight
    {
        public Task<SharedOutput> Output { get; set; } = null!;

        /// <summary>How many calls joined the one that started it.</summary>
        public int Joined { get; set; }
    }
}
