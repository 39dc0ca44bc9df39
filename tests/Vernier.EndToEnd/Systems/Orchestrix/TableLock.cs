using Npgsql;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.Orchestrix;

/// <summary>Prevents all other connections from writing events until it is disposed.</summary>
internal sealed class TableLock : IAsyncDisposable
{
    private TableLock(NpgsqlConnection connection) => Connection = connection;

    /// <summary>The connection that holds the lock. It is not pooled, because the pool would reset it after the server has stopped.</summary>
    public NpgsqlConnection Connection { get; }

    public static async Task<TableLock> TakeAsync(PostgresServer server)
    {
        var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand("BEGIN; LOCK TABLE orchestrix_events IN EXCLUSIVE MODE", connection);
        await hold.ExecuteNonQueryAsync();
        return new TableLock(connection);
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
