using System.Data.Common;

namespace Vernier.Services.Storage;

/// <summary>A connection that an operation uses. Disposal returns it to the pool. Not thread-safe.</summary>
internal sealed class PooledConnection(ConnectionPool pool, DbConnection connection, bool isReused) : IDisposable
{
    private DbConnection? _connection = connection;

    public DbConnection Connection => _connection ?? throw new ObjectDisposedException(nameof(PooledConnection));

    /// <summary>Whether another operation has used the connection: it can have been broken since then without notice.</summary>
    public bool IsReused { get; private set; } = isReused;

    /// <summary>Replaces a broken connection with a new one.</summary>
    public async Task ReplaceAsync(CancellationToken cancellation)
    {
        pool.Discard(Connection);
        _connection = null;
        _connection = await pool.OpenAsync(cancellation).ConfigureAwait(false);
        IsReused = false;
    }

    public void Dispose()
    {
        if (_connection is { } returned)
            pool.Return(returned);
        _connection = null;
    }
}
