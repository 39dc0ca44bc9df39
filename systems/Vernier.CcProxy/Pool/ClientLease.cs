namespace Vernier.CcProxy.Pool;

/// <summary>A client that belongs to one request until it is disposed, once.</summary>
internal sealed class ClientLease(ClientPool pool, UpstreamClient client) : IDisposable
{
    private int _returned;

    public UpstreamClient Client => client;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0)
            pool.Return(client);
    }
}
