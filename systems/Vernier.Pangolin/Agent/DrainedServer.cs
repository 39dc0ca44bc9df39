namespace Vernier.Pangolin.Agent;

/// <summary>A server that completes the requests in progress before it ends.</summary>
/// <param name="server">The server.</param>
/// <param name="timeout">The maximum time.</param>
/// <param name="time">The clock.</param>
/// <param name="aborting">Aborts the requests that are still in progress.</param>
internal sealed class DrainedServer(SiteServer server, TimeSpan timeout, TimeProvider time, CancellationToken aborting) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, aborting);
        await server.StopAsync(stop.Token).ConfigureAwait(false);
        await server.DisposeAsync().ConfigureAwait(false);
    }
}
