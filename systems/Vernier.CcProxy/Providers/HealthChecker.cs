using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Pool;

namespace Vernier.CcProxy.Providers;

/// <summary>
/// Checks at an interval whether each provider responds to HTTP (<c>HEAD</c> at its address; any status below 500 is healthy), and removes clients
/// that have been idle for too long.
/// </summary>
internal sealed partial class HealthChecker(ProviderDirectory directory, HookBus bus, PoolOptions options, TimeProvider time, ILogger<HealthChecker> logger)
    : BackgroundService
{
    private readonly HashSet<string> _unhealthy = [];

    /// <summary>Checks all providers once.</summary>
    public async Task CheckAllAsync(CancellationToken stop)
    {
        foreach (var provider in directory.All)
        {
            provider.Pool.Trim();
            var failure = await CheckAsync(provider, stop).ConfigureAwait(false);
            if (failure is not null)
                bus.Publish(bus.CreateContext(HookEvent.PoolHealthCheckFailed) with { Provider = provider.Name, Error = failure });
            LogChange(provider, failure);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.HealthCheckInterval <= TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(options.HealthCheckInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
                await CheckAllAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application is stopping.
        }
    }

    private async Task<Exception?> CheckAsync(Provider provider, CancellationToken stop)
    {
        // A provider whose clients are all active is in use, and the check would only make requests wait.
        using var lease = await provider.Pool.AcquireAsync(stop).ConfigureAwait(false);
        if (lease is null)
            return null;

        using var timeout = new CancellationTokenSource(options.HealthCheckTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        try
        {
            using var request = ProviderConnections.CreateRequest(HttpMethod.Head, provider.Address + "/");
            using var response = await provider.Connections.SendAsync(request, either.Token).ConfigureAwait(false);
            return (int)response.StatusCode < 500 ? null : new HttpRequestException($"The provider responded with status {(int)response.StatusCode}.");
        }
        catch (HttpRequestException exception)
        {
            return exception;
        }
        catch (OperationCanceledException exception) when (!stop.IsCancellationRequested)
        {
            return new TimeoutException($"The provider did not respond within {options.HealthCheckTimeout.TotalSeconds} s.", exception);
        }
    }

    private void LogChange(Provider provider, Exception? failure)
    {
        if (failure is not null && _unhealthy.Add(provider.Name))
            LogUnhealthy(provider.Name, failure.Message);
        else if (failure is null && _unhealthy.Remove(provider.Name))
            LogHealthy(provider.Name);
    }

    [LoggerMessage(1, LogLevel.Warning, "Health check of provider {Provider} failed; logged once until it succeeds: {Reason}")]
    private partial void LogUnhealthy(string provider, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Health check of provider {Provider} succeeded again.")]
    private partial void LogHealthy(string provider);
}
