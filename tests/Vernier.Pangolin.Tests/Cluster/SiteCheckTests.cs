using Vernier.Pangolin.Cluster;
using Vernier.Pangolin.Inventory;
using Vernier.Services.Tests.Storage;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Cluster;

public class SiteCheckTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private readonly AdjustableTime _time = new();
    private readonly RecordingLogger<SiteCheck> _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_RegistrationHasExpired_RemovesTheServerAndItsSites()
    {
        await using var opened = await OpenAsync();
        var store = new ClusterStore(opened.Database);
        await RegisterAsync(store, "dead", "s-a");
        _time.Advance(Lease + TimeSpan.FromSeconds(1));
        await RegisterAsync(store, "alive", "s-b");

        await new SiteCheck(store, _time, _log).RunAsync(Cancellation);

        var (servers, sites) = await store.ReadAsync(_time.GetUtcNow(), Cancellation);
        servers.ShouldHaveSingleItem().RunId.ShouldBe("alive");
        sites.ShouldHaveSingleItem().SiteId.ShouldBe("s-b");
        _log.Lines.ShouldBe(["Warning: Removed 1 servers whose registration has expired. Sites that were connected to them and have not connected again: s-a."]);
    }

    [Fact]
    public async Task Run_NothingIsStale_LogsNothing()
    {
        await using var opened = await OpenAsync();
        var store = new ClusterStore(opened.Database);
        await RegisterAsync(store, "alive", "s-a");

        await new SiteCheck(store, _time, _log).RunAsync(Cancellation);

        (await store.ReadAsync(_time.GetUtcNow(), Cancellation)).Sites.Count.ShouldBe(1);
        _log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Read_ClockWasSetBack_IgnoresServersThatStoppedBefore()
    {
        await using var opened = await OpenAsync();
        var store = new ClusterStore(opened.Database);
        await RegisterAsync(store, "dead", "s-a");
        _time.Offset = TimeSpan.FromDays(-30);

        (await store.ReadAsync(_time.GetUtcNow(), Cancellation)).Servers.ShouldBeEmpty();
        await new SiteCheck(store, _time, _log).RunAsync(Cancellation);

        _log.Lines.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Claim_SiteThatMoves_KeepsTheNewestConnection()
    {
        await using var opened = await OpenAsync();
        var store = new ClusterStore(opened.Database);
        await RegisterAsync(store, "first", "s-a");
        await RegisterAsync(store, "second", "s-a");
        var outdated = new SiteLinkRow { SiteId = "s-a", RunId = "first", Number = 1, State = "outdated" };

        // The first server does not know yet that the site has moved.
        await store.UpdateAsync(outdated, Cancellation);
        await store.RemoveAsync(outdated, Cancellation);

        var (_, sites) = await store.ReadAsync(_time.GetUtcNow(), Cancellation);
        sites.ShouldHaveSingleItem().ShouldBe(new SiteLinkRow { SiteId = "s-a", RunId = "second", Number = 2, State = "{}" });
    }

    private static async Task<TestDatabase> OpenAsync()
    {
        var opened = TestDatabase.Sqlite();
        await opened.Database.CreateTablesAsync([ClusterStore.Tables, InventoryStore.Tables], Cancellation);
        foreach (var id in new[] { "s-a", "s-b" })
            await opened.Database.WriteAsync(session => InventoryStore.AddAsync(session, new Site { Id = id, Name = id }), Cancellation);
        return opened;
    }

    private async Task RegisterAsync(ClusterStore store, string runId, string siteId)
    {
        await store.RegisterAsync(new ServerRow { Instance = runId, RunId = runId, Host = "127.0.0.1", Port = 1 }, _time.GetUtcNow(), Lease, Cancellation);
        await store.ClaimAsync(new SiteLinkRow { SiteId = siteId, RunId = runId, State = "{}" }, Cancellation);
    }
}
