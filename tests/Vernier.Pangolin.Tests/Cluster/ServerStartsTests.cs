using Vernier.Pangolin.Cluster;
using Vernier.Services.Tests.Storage;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Cluster;

public class ServerStartsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_FirstTime_IsZeroAndThenCountsRestarts()
    {
        await using var opened = TestDatabase.Sqlite();
        await opened.Database.CreateTablesAsync([ClusterStore.Tables], Cancellation);
        for (var restarts = 0; restarts < 3; restarts++)
        {
            var registry = Scraping.NewRegistry();
            var starts = new ServerStarts(new ClusterStore(opened.Database), opened.Directory, new PangolinMetrics(registry, TimeProvider.System), TimeProvider.System);

            await starts.StartAsync(Cancellation);

            registry.Scrape().Value("pangolin_restart_count_total").ShouldBe(restarts);
        }
    }
}
