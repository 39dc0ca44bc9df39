using Microsoft.Extensions.Hosting;

namespace Vernier.Push.Pushgateway;

/// <summary>
/// Starts pushing when the application has started, and pushes a final time when all hosted services have stopped, so that the final push includes the
/// last request.
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
