using Microsoft.Extensions.Hosting;

namespace Vernier.CcProxy.Hooks;

/// <summary>
/// Calls the background hooks while the application runs, and publishes the application's own events. Events that are in the queue when the
/// application stops are still delivered.
/// </summary>
internal sealed class HookService(HookBus bus) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _abandon = new();
    private Task _background = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => PublishAsync(HookEvent.AppStartup);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _background = Task.Run(() => bus.RunBackgroundAsync(_abandon.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => PublishAsync(HookEvent.AppReady);

    public Task StoppingAsync(CancellationToken cancellationToken) => PublishAsync(HookEvent.AppShutdown);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        bus.Close();
        var registration = cancellationToken.Register(_abandon.Cancel);
        await using (registration.ConfigureAwait(false))
        {
            try
            {
                await _background.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // A hook did not return, and the application no longer waits for it.
            }
        }
    }

    public void Dispose() => _abandon.Dispose();

    private Task PublishAsync(HookEvent @event)
    {
        bus.Publish(bus.CreateContext(@event));
        return Task.CompletedTask;
    }
}
