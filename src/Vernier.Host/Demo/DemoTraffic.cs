using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Vernier.Host.Demo;

/// <summary>
/// Sends requests to the HTTP API of a system while it runs, as its clients would. Failed requests are part of the demo: the system responds, counts
/// and logs them.
/// </summary>
internal abstract class DemoTraffic(IServer server, IHostApplicationLifetime lifetime, TimeProvider time, TimeSpan interval) : BackgroundService
{
    /// <summary>Sends the next request.</summary>
    protected abstract Task SendAsync(HttpClient client, CancellationToken stop);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var client = await ConnectAsync(stoppingToken).ConfigureAwait(false);
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await SendAsync(client, stoppingToken).ConfigureAwait(false);
            }
            catch (HttpRequestException)
            {
                // The connection closed during the request, which happens while the system stops.
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                // The time of the request has expired.
            }
        }
    }

    private async Task<HttpClient> ConnectAsync(CancellationToken stop)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var whenStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stop).ConfigureAwait(false);

        var address = ReachableAddress.Of(server.Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
    }
}
