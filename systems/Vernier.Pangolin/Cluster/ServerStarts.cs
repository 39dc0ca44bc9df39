using Microsoft.Extensions.Hosting;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Cluster;

/// <summary>Counts the starts of this server in the database, and restores the metric. Each data directory has its own count.</summary>
internal sealed class ServerStarts(ClusterStore store, DataDirectory directory, PangolinMetrics metrics, TimeProvider time) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (restarts, firstStart) = await store.CountStartAsync(directory.InstanceId, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        metrics.Started(restarts, firstStart);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
