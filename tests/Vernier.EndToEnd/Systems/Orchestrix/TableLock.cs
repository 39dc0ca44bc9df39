using Npgsql;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.Orchestrix;

/// <summary>Keeps everybody else from writing events until it is disposed of.</summary>
internal sealed class TableLock : IAsyncDisposable
{
    private TableLock(NpgsqlConnection connection) => Connection = connection;

    /// <summary>The connection that holds the lock. Without the pool, which would want to clean it up after the server's end.</summary>
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
