using Microsoft.Extensions.Options;
using Vernier.Exposition;
using Vernier.Push.Http;
using Vernier.Push.Loop;

namespace Vernier.Push.Pushgateway;

/// <summary>
/// Pushes the metrics of a registry to a Pushgateway, or deletes them: one request per call, without retries. Errors are returned as results, never
/// thrown. To push at an interval, use <see cref="PushgatewayPusher"/>. All members are thread-safe.
/// </summary>
/// <remarks>
/// If the path of the URL ends in <c>/api/v1/import/prometheus</c>, the target is VictoriaMetrics: both push methods POST the text, job and grouping
/// key become labels of every sample (<c>extra_label</c>), and deletion is not supported. A URL that ends in <c>/api/v1/write</c> is replaced by the
/// import URL of the same server, because the write path accepts only the binary remote write format. A server that supports only remote write, such as
/// Prometheus, responds with 404.
/// </remarks>
public sealed class PushgatewayClient : IDisposable
{
    private readonly MetricsRenderer _renderer;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly HttpPusher _http;
    private readonly PushDestination _destination;
    private readonly bool _compress;

    /// <summary>Creates a client.</summary>
    /// <param name="registry">The registry to push, in the Prometheus text format 0.0.4.</param>
    /// <param name="options">The options; later changes have no effect.</param>
    /// <param name="http">The HTTP client, which the caller disposes; null for a client that does not follow redirects.</param>
    /// <exception cref="OptionsValidationException">The options are invalid; the exception has all errors.</exception>
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

    /// <summary>The URL of the pushes, with job and grouping key.</summary>
    public Uri Url => _destination.Url;

    /// <summary>Replaces all metrics of the group with those of the registry (PUT).</summary>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="OperationCanceledException">The caller canceled the request.</exception>
    public Task<PushResult> PushAsync(CancellationToken cancellation = default) =>
        _http.SendAsync(_destination.HasGroups ? HttpMethod.Put : HttpMethod.Post, Url, RenderAsync, cancellation);

    /// <summary>Replaces the metrics of the group that the registry has too, and keeps all others (POST).</summary>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="OperationCanceledException">The caller canceled the request.</exception>
    public Task<PushResult> PushAddAsync(CancellationToken cancellation = default) => _http.SendAsync(HttpMethod.Post, Url, RenderAsync, cancellation);

    /// <summary>Deletes the group. The result is a refusal, without a request, if the target is VictoriaMetrics, which has no groups.</summary>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="OperationCanceledException">The caller canceled the request.</exception>
    public Task<PushResult> DeleteAsync(CancellationToken cancellation = default) => _destination.HasGroups
        ? _http.SendAsync(HttpMethod.Delete, Url, null, cancellation)
        : Task.FromResult(PushResult.Refused("VictoriaMetrics has no groups to delete; pushed metrics expire with its retention"));

    /// <summary>Closes the connections, unless the caller provided the HTTP client.</summary>
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
