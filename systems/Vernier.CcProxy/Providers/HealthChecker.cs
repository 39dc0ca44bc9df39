using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Pool;

namespace Vernier.CcProxy.Providers;

/// <summary>
/// Asks each provider at an interval whether it answers HTTP at all (<c>HEAD</c> at its address; any status below 500 will do), and closes clients
/// that were idle for too long.
/// </summary>
internal sealed class HealthChecker(ProviderDirectory directory, HookBus bus, PoolOptions options, TimeProvider time, ILogger<HealthChecker> logger) : BackgroundService
{
    private readonly HashSet<string> _unhealthy = [];

    /// <summary>One round.</summary>
    public async Task CheckAllAsync(CancellationToken stop)
    {
        foreach (var provider in directory.All)
        {
            provider.Pool.Trim();
            var failure = await CheckAsync(provider, stop).ConfigureAwait(false);
            if (failure is not null)
                bus.Publish(bus.Now(HookEvent.PoolHealthCheckFailed) with { Provider = provider.Name, Error = failure });
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
            // The application stops.
        }
    }

    private async Task<Exception?> CheckAsync(Provider provider, CancellationToken stop)
    {
        // When all clients are busy the provider is plainly there, and no request should wait for a check.
        using var lease = await provider.Pool.AcquireAsync(stop).ConfigureAwait(false);
        if (lease is null)
            return null;

        using var timeout = new CancellationTokenSource(options.HealthCheckTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, provider.Address + "/");
            using var response = await lease.Client.SendAsync(request, either.Token).ConfigureAwait(false);
            return (int)response.StatusCode < 500 ? null : new HttpRequestException($"The status is {(int)response.StatusCode}.");
        }
        catch (HttpRequestException exception)
        {
            return exception;
        }
        catch (OperationCanceledException exception) when (!stop.IsCancellationRequested)
        {
            return exception;
        }
    }

    /// <summary>Once at each change, not at each check.</summary>
    private void LogChange(Provider provider, Exception? failure)
    {
        if (failure is not null && _unhealthy.Add(provider.Name))
            ProviderLog.Unhealthy(logger, failure, provider.Name);
        else if (failure is null && _unhealthy.Remove(provider.Name))
            ProviderLog.HealthyAgain(logger, provider.Name);
    }
}
