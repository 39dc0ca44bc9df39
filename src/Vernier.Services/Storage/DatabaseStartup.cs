using Microsoft.Extensions.Hosting;

namespace Vernier.Services.Storage;

/// <summary>Creates the tables before any other service starts.</summary>
internal sealed class DatabaseStartup(Database database, IEnumerable<TableScript> scripts) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => database.CreateTablesAsync(scripts, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
