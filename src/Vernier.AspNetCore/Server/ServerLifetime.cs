using Microsoft.Extensions.Hosting;

namespace Vernier.AspNetCore.Server;

/// <summary>The server starts and stops when it is told to, and leaves the signals of the process to the application.</summary>
internal sealed class ServerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
