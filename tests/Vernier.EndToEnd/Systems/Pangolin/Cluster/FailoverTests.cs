using System.Diagnostics;
using System.Net;
using Vernier.EndToEnd.Servers;
using Vernier.Pangolin.Tests;
using Vernier.Testing;

namespace Vernier.EndToEnd.Systems.Pangolin.Cluster;

/// <summary>Servers and databases that stop.</summary>
public class FailoverTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_ServerWithTheTunnel_SiteReconnectsToTheOtherOneAndRequestsSucceed()
    {
        await using var backend = await Backend.StartAsync("hello");
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var survivor = await TwoServers.StartServerAsync(postgres.ConnectionString);
        await survivor.AddSiteAsync(TwoServers.SiteId);
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using var killed = await HostProcess.StartAsync(new Uri(address, "api/v1/openapi.json"), new HostSetup("--only", "pangolin")
        {
            Environment = new Dictionary<string, string>
            {
                ["ConnectionStrings__pangolin"] = postgres.ConnectionString,
                ["systems__pangolin__port"] = $"{address.Port}",
                ["systems__pangolin__cluster__port"] = "0",
                ["systems__pangolin__cluster__lease_duration"] = "00:00:03",
                ["systems__pangolin__proxy__port"] = "0",
            },
        });
        var options = survivor.SiteOptions(TwoServers.SiteId, $"web={backend.Address}");
        options.Server = address;
        options.FurtherServers = [survivor.Address];
        var site = await survivor.StartSiteAsync(options);
        await site.WhenConnectedAsync(Cancellation).WithTimeout();
        await Waiting.UntilAsync(() => TwoServers.LinkOf(survivor) is { IsLocal: false }, "requests go through the other server");
        await ShouldRespondAsync(survivor);

        await killed.StopAsync("KILL");
        var since = Stopwatch.StartNew();

        await Eventually.TrueAsync("requests succeed again", async _ => await RespondsAsync(survivor));
        // The mean of the first back-off is 100 ms; the rest is the time of a busy machine.
        since.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        TwoServers.LinkOf(survivor)!.IsLocal.ShouldBeTrue();
    }

    [Fact]
    public async Task Stop_ServerWithTheTunnel_SiteReconnectsToTheOtherOne()
    {
        await using var backend = await Backend.StartAsync("hello");
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var servers = await TwoServers.StartAsync(postgres.ConnectionString, $"web={backend.Address}");
        await ShouldRespondAsync(servers.Second);

        await servers.First.StopAsync(Cancellation);

        await Eventually.TrueAsync("requests succeed again", async _ => await RespondsAsync(servers.Second) && TwoServers.LinkOf(servers.Second)!.IsLocal);
    }

    [Fact]
    public async Task Connect_SameSiteAtAnotherServer_ClosesTheOlderTunnel()
    {
        await using var backend = await Backend.StartAsync("hello");
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var servers = await TwoServers.StartAsync(postgres.ConnectionString, $"web={backend.Address}");
        var options = servers.Second.SiteOptions(TwoServers.SiteId, $"web={backend.Address}");
        options.MaxBackoff = TimeSpan.FromMinutes(10);

        await servers.Second.ConnectAsync(options);

        await Waiting.UntilAsync(() => servers.First.Hub.LocalSites.Count == 0, "the older tunnel is closed");
        await Waiting.UntilAsync(() => TwoServers.LinkOf(servers.First) is { IsLocal: false }, "the first server forwards to the second one");
        await ShouldRespondAsync(servers.First);
    }

    [Fact]
    public async Task Stop_Database_RequestsContinueAndEverythingRecovers()
    {
        await using var backend = await Backend.StartAsync("hello");
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var servers = await TwoServers.StartAsync(postgres.ConnectionString, $"web={backend.Address}");
        await ShouldRespondAsync(servers.Second);

        await postgres.StopAsync();
        foreach (var server in new[] { servers.First, servers.Second })
            await Waiting.UntilAsync(() => server.Logs.ToString().Contains("Cannot renew the registration of this server"), "the outage is logged");
        for (var i = 0; i < 20; i++)
        {
            await ShouldRespondAsync(servers.First);
            await ShouldRespondAsync(servers.Second);
        }
        await postgres.StartAsync();

        await Waiting.UntilAsync(() => servers.First.Logs.ToString().Contains("The registration of this server is renewed again."), "the first server recovers");
        await Waiting.UntilAsync(() => servers.Second.Logs.ToString().Contains("The registration of this server is renewed again."), "the second server recovers");
        await Waiting.UntilAsync(async () => await RespondsAsync(servers.Second), "requests succeed");
        await servers.First.AddSiteAsync("s-new");
        await servers.Second.Inventory.RefreshAsync(Cancellation);
        servers.Second.Inventory.Current.Sites.ShouldContainKey("s-new");
        servers.First.Logs.ToString().ShouldNotContain("Password");
    }

    private static async Task<bool> RespondsAsync(PangolinHost host)
    {
        using var response = await TwoServers.SendAsync(host, TwoServers.To("web"));
        return response.StatusCode == HttpStatusCode.OK && await response.Content.ReadAsStringAsync(Cancellation) == "hello";
    }

    private static async Task ShouldRespondAsync(PangolinHost host) => (await RespondsAsync(host)).ShouldBeTrue();
}
