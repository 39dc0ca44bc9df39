using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Vernier.Host.Demo;

/// <summary>
/// Sends requests to a system through its own HTTP API, as its clients would, from the moment that it listens until it stops. A request that fails
/// is part of the demo: the system answers, counts and logs it.
/// </summary>
internal abstract class DemoTraffic(IServer server, IHostApplicationLifetime lifetime, TimeProvider time, TimeSpan pause) : BackgroundService
{
    /// <summary>Sends the next request.</summary>
    protected abstract Task SendAsync(HttpClient client, CancellationToken stop);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var client = await ConnectAsync(stoppingToken).ConfigureAwait(false);
        using var timer = new PeriodicTimer(pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await SendAsync(client, stoppingToken).ConfigureAwait(false);
            }
            catch (HttpRequestException)
            {
                // The system went away in mid-request, which happens while it stops.
            }
        }
    }

    private async Task<HttpClient> ConnectAsync(CancellationToken stop)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var whenStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stop).ConfigureAwait(false);

        var listening = new UriBuilder(server.Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        if (listening.Host is "0.0.0.0" or "[::]")
            listening.Host = "localhost";
        return new HttpClient { BaseAddress = listening.Uri, Timeout = TimeSpan.FromSeconds(30) };
    }
}
