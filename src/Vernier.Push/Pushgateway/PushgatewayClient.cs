using Microsoft.Extensions.Options;
using Vernier.Exposition;
using Vernier.Push.Http;
using Vernier.Push.Loop;

namespace Vernier.Push.Pushgateway;

/// <summary>
/// Pushes a registry's metrics to a Pushgateway, or deletes them there: one request for each call, no retries. What goes wrong is a result,
/// never an exception. To push at an interval, use <see cref="PushgatewayPusher"/>. All members are thread-safe.
/// </summary>
/// <remarks>
/// When the URL's path ends in <c>/api/v1/import/prometheus</c>, the target is VictoriaMetrics: both ways of pushing POST the text there, job and
/// grouping key become labels of every sample (<c>extra_label</c>), and there is nothing to delete. A URL that ends in <c>/api/v1/write</c> is taken
/// for the same server's import, because the write path itself reads Prometheus' binary remote write and would refuse text; a server that
/// has only remote write, such as Prometheus, answers 404.
/// </remarks>
public sealed class PushgatewayClient : IDisposable
{
    private readonly MetricsRenderer _renderer;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly HttpPusher _http;
    private readonly PushDestination _destination;
    private readonly bool _compress;

    /// <summary>Makes a client.</summary>
    /// <param name="registry">What is pushed, as text in version 0.0.4.</param>
    /// <param name="options">Where to; read now.</param>
    /// <param name="http">What sends the requests, and stays the caller's; null for one that follows no redirects.</param>
    /// <exception cref="OptionsValidationException">The options are not valid; the exception has all mistakes.</exception>
    public PushgatewayClient(MetricRegistry registry, PushgatewayOptions options, HttpClient? http = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(options);
        PushgatewayOptionsValidator.ThrowIfInvalid(options);
        _renderer = new MetricsRenderer(registry);
        _http = new HttpPusher(options, registry.TimeProvider, http);
        _destination = PushDestination.Of(options);
        _compress = options.Compress;
    }

    /// <summary>The URL that is pushed to, with job and grouping key.</summary>
    public Uri Url => _destination.Url;

    /// <summary>Replaces all metrics of the group by the registry's (PUT).</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public Task<PushResult> PushAsync(CancellationToken cancellation = default) =>
        _http.SendAsync(_destination.HasGroups ? HttpMethod.Put : HttpMethod.Post, Url, RenderAsync, cancellation);

    /// <summary>Replaces those metrics of the group that have the names of the registry's, and keeps the others (POST).</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public Task<PushResult> PushAddAsync(CancellationToken cancellation = default) => _http.SendAsync(HttpMethod.Post, Url, RenderAsync, cancellation);

    /// <summary>Deletes the group. VictoriaMetrics has none: there it is refused without asking.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public Task<PushResult> DeleteAsync(CancellationToken cancellation = default) => _destination.HasGroups
        ? _http.SendAsync(HttpMethod.Delete, Url, null, cancellation)
        : Task.FromResult(PushResult.Refused("VictoriaMetrics has no groups that could be deleted; what was pushed ends by its retention"));

    /// <summary>Closes the connections, unless the HTTP client is the caller's.</summary>
    public void Dispose() => _http.Dispose();

    /// <summary>Renders on a thread of the pool, one rendering at a time: a callback that hangs blocks one thread, not one per push.</summary>
    private async Task<HttpContent> RenderAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        var rendering = Task.Run(Render, CancellationToken.None);
        try
        {
            return new RenderedContent(await rendering.WaitAsync(cancellation).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            _ = rendering.ContinueWith(done => done.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    private RenderedMetrics Render()
    {
        try
        {
            return _compress ? _renderer.RenderGzip(ExpositionFormat.PrometheusText) : _renderer.Render(ExpositionFormat.PrometheusText);
        }
        finally
        {
            _turn.Release();
        }
    }
}
