using Microsoft.Extensions.Hosting;

namespace Vernier.Pangolin;

/// <summary>The lifetime of a web server inside the application: it stops with the application, not by a signal.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
