namespace Vernier.Host.Serving;

/// <summary>Disables the handling of Ctrl+C per system: the host stops all systems together.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
