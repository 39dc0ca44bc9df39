using Npgsql;
using Vernier.EndToEnd.Servers;
using Vernier.Orchestrix.Store;
using Vernier.Orchestrix.Tests;

namespace Vernier.EndToEnd.Systems.Orchestrix;

/// <summary>The store while its database is unreachable, recovers, hangs or aborts connections.</summary>
public class PostgresOutageTests
{
    private static readonly StreamId Stream = new("parcel", "P-1");

    [Fact]
    public async Task Save_ServerStoppedAndStarted_IsUnavailableMeanwhileAndRecovers()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        var store = Store(source);
        await store.SaveAsync(Stream, [Samples.Shipped()], -1);

        await server.StopAsync();
        await Should.ThrowAsync<EventStoreUnavailableException>(() => store.SaveAsync(Stream, [Samples.Shipped()], 0));
        await Should.ThrowAsync<EventStoreUnavailableException>(() => store.LoadAsync(Stream));

        await server.StartAsync();
        await store.SaveAsync(Stream, [Samples.Shipped()], 0);
        (await store.LoadAsync(Stream)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Save_ServerRestartedUnnoticed_SucceedsImmediately()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        var store = Store(source);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.LoadAsync(Stream)));

        await server.RestartAsync();

        await store.SaveAsync(Stream, [Samples.Shipped()], -1);
        (await store.LoadAsync(Stream)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Save_ServerStartsLater_SucceedsThen()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        var store = Store(source);
        await server.StopAsync();

        await Should.ThrowAsync<EventStoreUnavailableException>(() => store.CreateSchemaAsync());

        await server.StartAsync();
        await store.SaveAsync(Stream, [Samples.Shipped()], -1);
    }

    [Fact]
    public async Task Save_ConnectionBreaksInTheMiddleTwice_SavesNothing()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        var store = Store(source);
        await store.CreateSchemaAsync();
        var other = await TableLock.TakeAsync(server);

        // Twice, because the store repeats a statement once when the server reports that it has closed the connection.
        var saving = store.SaveAsync(Stream, [Samples.Shipped("a"), Samples.Shipped("b")], -1);
        await Eventually.TrueAsync("the save waits for the lock", _ => CloseWaitingConnectionsAsync(other.Connection));
        await Eventually.TrueAsync("the save waits again", _ => CloseWaitingConnectionsAsync(other.Connection));
        await Should.ThrowAsync<EventStoreUnavailableException>(() => saving);
        await other.DisposeAsync();

        (await store.LoadAsync(Stream)).ShouldBeEmpty();
        await store.SaveAsync(Stream, [Samples.Shipped("a"), Samples.Shipped("b")], -1);
    }

    [Fact]
    public async Task Save_StatementTakesTooLong_IsUnavailable()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using var source = NpgsqlDataSource.Create(server.ConnectionString + ";Command Timeout=1");
        var store = Store(source);
        await store.CreateSchemaAsync();

        await using (await TableLock.TakeAsync(server))
            await Should.ThrowAsync<EventStoreUnavailableException>(() => store.SaveAsync(Stream, [Samples.Shipped()], -1));

        await store.SaveAsync(Stream, [Samples.Shipped()], -1);
    }

    [Theory]
    [InlineData("Database=nowhere")]
    [InlineData("Username=unknown")]
    [InlineData("Host=no-such-host.invalid")]
    public async Task Load_ConnectionRefusedForWhateverReason_IsUnavailableAndDoesNotShowThePassword(string setting)
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using var source = NpgsqlDataSource.Create($"{server.ConnectionString};Password=hunter2;Timeout=5;{setting}");

        var exception = await Should.ThrowAsync<EventStoreUnavailableException>(() => Store(source).LoadAsync(Stream));

        exception.Message.ShouldStartWith("The PostgreSQL event store is unavailable: ");
        exception.ToString().ShouldNotContain("hunter2");
    }

    private static PostgresEventStore Store(NpgsqlDataSource source) =>
        new(source, new EventTypes().Add<ParcelShipped>());

    /// <summary>Closes the connections that wait for a lock, and waits until they are closed; returns false when no connection waits.</summary>
    private static async Task<bool> CloseWaitingConnectionsAsync(NpgsqlConnection connection)
    {
        await using var end = new NpgsqlCommand("SELECT count(*) FROM (SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE NOT granted) AS ended", connection);
        return (long)(await end.ExecuteScalarAsync())! > 0;
    }
}
