using Microsoft.Extensions.Hosting;

namespace Vernier.CcProxy.Hooks;

/// <summary>
/// Calls the hooks in the background while the application runs, and tells all hooks how the application comes and goes. At its end what is in the
/// queue is still delivered.
/// </summary>
internal sealed class HookPump(HookBus bus) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _abandon = new();
    private Task _pumping = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Tell(HookEvent.AppStartup);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _pumping = Task.Run(() => bus.PumpAsync(_abandon.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Tell(HookEvent.AppReady);

    public Task StoppingAsync(CancellationToken cancellationToken) => Tell(HookEvent.AppShutdown);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <param name="cancellationToken">The application waits for us until it is cancelled.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        bus.Close();
        var registration = cancellationToken.Register(_abandon.Cancel);
        await using (registration.ConfigureAwait(false))
        {
            try
            {
                await _pumping.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // A hook hung, and the application does not wait for it any longer.
            }
        }
    }

    public void Dispose() => _abandon.Dispose();

    private Task Tell(HookEvent @event)
    {
        bus.Publish(bus.Now(@event));
        return Task.CompletedTask;
    }
}
