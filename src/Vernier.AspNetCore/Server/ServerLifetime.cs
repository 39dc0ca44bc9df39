using Microsoft.Extensions.Hosting;

namespace Vernier.AspNetCore.Server;

/// <summary>Does not react to signals of the process; the surrounding application handles them.</summary>
internal sealed class ServerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
