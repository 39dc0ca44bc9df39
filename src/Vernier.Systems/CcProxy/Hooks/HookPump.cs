using Microsoft.Extensions.Hosting;

namespace Vernier.Systems.CcProxy.Hooks;

/// <summary>Calls the hooks in the background while the application runs. At its end what is in the queue is still delivered.</summary>
internal sealed class HookPump(HookBus bus) : BackgroundService
{
    private readonly CancellationTokenSource _abandon = new();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // The application waits for us until this token is cancelled.
        CancellationTokenRegistration registration = cancellationToken.Register(_abandon.Cancel);
        await using (registration.ConfigureAwait(false))
        {
            bus.Close();
            await base.StopAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override void Dispose()
    {
        _abandon.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await bus.PumpAsync(_abandon.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_abandon.IsCancellationRequested)
        {
            // A hook hung, and the application does not wait for it any longer.
        }
    }
}
