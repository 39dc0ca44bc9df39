using Microsoft.Extensions.Logging;

namespace Vernier.Pangolin.Cluster;

/// <summary>The background job that removes servers which stopped without removing their registration, and the sites that were connected to them.</summary>
internal sealed partial class SiteCheck(ClusterStore store, TimeProvider time, ILogger<SiteCheck> logger)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var (servers, sites) = await store.RemoveStaleAsync(time.GetUtcNow(), cancellation).ConfigureAwait(false);
        if (servers.Count > 0 || sites.Count > 0)
            LogRemoved(servers.Count, sites.Count == 0 ? "none" : string.Join(", ", sites));
    }

    [LoggerMessage(1, LogLevel.Warning, "Removed {Servers} servers whose registration has expired. Sites that were connected to them and have not connected again: {Sites}.")]
    private partial void LogRemoved(int servers, string sites);
}
