using Microsoft.Extensions.Hosting;

namespace Vernier.AiOrchestrator.Secrets;

/// <summary>Reads or creates the secrets before the services that need them start. Secrets that cannot be read stop the start.</summary>
internal sealed class SecretStartup(SecretSet set, SecretRotation rotation) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await set.CheckAsync(cancellationToken).ConfigureAwait(false);
        await rotation.LoadAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
