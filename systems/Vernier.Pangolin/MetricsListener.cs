using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.AspNetCore.Server;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin;

/// <summary>Serves <c>/metrics</c>, and nothing else, on its own port while metrics are on. Thread-safe after its start.</summary>
internal sealed class MetricsListener(PangolinSettings settings, IServiceProvider services, ILoggerFactory loggers) : IHostedService
{
    private MetricsServer? _server;

    /// <summary>The URL of the metrics with the actual port; null while metrics are off.</summary>
    public Uri? Url => _server?.Url;

    /// <summary>Starts listening.</summary>
    /// <exception cref="PangolinException">The port is in use or not allowed, or the address does not belong to this machine.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Initial is not { Metrics: { Enabled: true } metrics, Address: var address })
            return;
        try
        {
            var options = new MetricsServerOptions { Address = address, Port = metrics.Port };
            _server = await MetricsServer.StartAsync(services.GetRequiredService<MetricRegistry>(), options, loggers, cancellationToken).ConfigureAwait(false);
        }
        catch (MetricsServerException exception)
        {
            var reason = exception.InnerException?.InnerException is AddressInUseException
                ? "the port is in use; set another port in metrics:port"
                : $"{exception.InnerException?.Message.TrimEnd('.')}; check address and metrics:port";
            throw new PangolinException($"Cannot serve the metrics on {address} port {metrics.Port}: {reason}.", exception);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;
}
