namespace Vernier.Pangolin.Proxy;

/// <summary>Limits the number of open connections. Thread-safe.</summary>
internal sealed class ConnectionLimit(int maximum)
{
    private int _open;

    /// <summary>Counts a new connection. Returns false if the limit is reached.</summary>
    public bool TryOpen()
    {
        if (Interlocked.Increment(ref _open) <= maximum)
            return true;
        Interlocked.Decrement(ref _open);
        return false;
    }

    /// <summary>Counts the end of a connection.</summary>
    public void Close() => Interlocked.Decrement(ref _open);
}
