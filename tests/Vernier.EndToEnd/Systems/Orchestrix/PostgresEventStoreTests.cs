using Vernier.Orchestrix.Store;
using Vernier.Orchestrix.Tests.Store;

namespace Vernier.EndToEnd.Systems.Orchestrix;

public class PostgresEventStoreTests(PostgresFixture postgres) : EventStoreContract, IClassFixture<PostgresFixture>
{
    protected override IEventStore Store { get; } = new PostgresEventStore(postgres.DataSource, Types);

    [Fact]
    public void Name_Always_IsPostgres() => Store.Name.ShouldBe("postgres");

    [Fact]
    public async Task CreateSchema_ManyProcessesAtOnce_WorksForAll()
    {
        await ExecuteAsync("DROP TABLE IF EXISTS orchestrix_events, orchestrix_snapshots");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => new PostgresEventStore(postgres.DataSource, Types).CreateSchemaAsync()));

        (await Store.LoadAsync(new StreamId("parcel", "x"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Load_TablesWereDropped_FailsOnceAndCreatesThemAgain()
    {
        await Store.LoadAsync(new StreamId("parcel", "x"));
        await ExecuteAsync("DROP TABLE orchestrix_events, orchestrix_snapshots");

        await Should.ThrowAsync<EventStoreUnavailableException>(() => Store.LoadAsync(new StreamId("parcel", "x")));

        (await Store.LoadAsync(new StreamId("parcel", "x"))).ShouldBeEmpty();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = postgres.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
