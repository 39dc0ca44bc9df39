using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.Push.Pushgateway;

namespace Vernier.CcProxy;

/// <summary>
/// Pushes the metrics at their interval if <c>pushgateway_enabled</c> is set, and a last time after all requests have ended. The pusher provides
/// retries, the circuit breaker and its own metrics.
/// </summary>
internal sealed class CcProxyPush(IOptions<CcProxyOptions> options, MetricRegistry registry, ILoggerFactory loggers) : IHostedLifecycleService, IAsyncDisposable
{
    private PushgatewayPusher? _pusher;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var proxy = options.Value;
        if (proxy is { Enabled: true, PushgatewayEnabled: true, PushgatewayUrl: { } url })
        {
            _pusher = new PushgatewayPusher(
                registry,
                new PushgatewayOptions { Url = url, Job = proxy.PushgatewayJob, Interval = proxy.PushgatewayPushInterval },
                loggers);
            _pusher.Start();
        }
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => _pusher?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _pusher?.DisposeAsync() ?? ValueTask.CompletedTask;
}
