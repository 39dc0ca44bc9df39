namespace Vernier.CcProxy.Pool;

/// <summary>A client of the pool that belongs to one request until it is disposed. Disposing it again has no effect.</summary>
internal sealed class ClientLease(ClientPool pool) : IDisposable
{
    private int _isReleased;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0)
            pool.Release();
    }
}
