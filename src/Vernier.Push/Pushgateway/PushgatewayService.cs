using Microsoft.Extensions.Hosting;

namespace Vernier.Push.Pushgateway;

/// <summary>
/// Begins to push when all of the application has started, and pushes a last time when all of it has stopped, so that the last figures are
/// those after the last request.
/// </summary>
internal sealed class PushgatewayService(PushgatewayPusher pusher) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        pusher.Start();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => pusher.StopAsync(cancellationToken);
}
