using System.Net.Sockets;
using Npgsql;

namespace Vernier.EndToEnd.Servers;

public class PostgresServerTests
{
    [Fact]
    public async Task StartNewAsync_FreshCluster_ExecutesQueries()
    {
        await using var server = await PostgresServer.StartNewAsync();
        (await QueryAsync(server, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task StopAndStart_WithCommittedData_RefusesConnectionsMeanwhileAndKeepsTheData()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await QueryAsync(server, "create table kept (value integer); insert into kept values (42)");

        await server.StopAsync();
        var refused = await QueryAsync(server, "select 1").ShouldThrowAsync<NpgsqlException>();
        refused.GetBaseException().ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);

        await server.StartAsync();
        (await QueryAsync(server, "select value from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task RestartAsync_WithOpenConnection_BreaksItAndServesAgainAtTheSameAddress()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using var connection = await OpenAsync(server);

        await server.RestartAsync();

        await using var command = new NpgsqlCommand("select 1", connection);
        await command.ExecuteScalarAsync().ShouldThrowAsync<NpgsqlException>();
        (await QueryAsync(server, "select 2")).ShouldBe(2);
    }

    private static async Task<object?> QueryAsync(PostgresServer server, string sql)
    {
        await using var connection = await OpenAsync(server);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    // Without pooling, so that each use connects to the current server.
    private static async Task<NpgsqlConnection> OpenAsync(PostgresServer server)
    {
        var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
