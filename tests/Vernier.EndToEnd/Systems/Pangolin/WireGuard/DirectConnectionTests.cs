using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.Pangolin.WireGuard;

/// <summary>A client and a site behind two NAT routers that connect directly after hole punching.</summary>
public class DirectConnectionTests
{
    private const int LocalPort = 9000;
    private const int Megabytes = 20;

    [Fact]
    public async Task Client_BehindAnotherNat_ReachesTheSiteWithoutTheServer()
    {
        Assert.SkipUnless(NetworkLab.Unavailable is null, $"Hole punching is not tested: {NetworkLab.Unavailable}.");
        await using var lab = await WireGuardLab.StartAsync();
        await lab.StartSiteAsync();
        await lab.WaitForTunnelAsync(isUp: true);
        var client = await lab.StartClientAsync(LocalPort);
        await Eventually.TrueAsync("the client is connected", _ => Task.FromResult(client.Output.Any(line => line.Contains("Connected directly", StringComparison.Ordinal))));

        // 20 MiB between client and site: the server carries only its control messages.
        var before = await lab.Network.ServerBytesAsync();
        var requests = await lab.MetricAsync("pangolin_holepunch_orchestration_total", ("result", "success"), ("reason", "paired"));
        requests.ShouldBeGreaterThanOrEqualTo(2);
        using var http = lab.Network.Client.CreateClient();
        var body = await http.GetByteArrayAsync($"http://127.0.0.1:{LocalPort}/bytes/{Megabytes * 1024 * 1024}", TestContext.Current.CancellationToken);
        body.Length.ShouldBe(Megabytes * 1024 * 1024);
        using var response = await http.PostAsync($"http://127.0.0.1:{LocalPort}/", new ByteArrayContent(new byte[1024 * 1024]), TestContext.Current.CancellationToken);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("1048576");
        (await lab.Network.ServerBytesAsync() - before).ShouldBeLessThan(300_000);

        (await lab.WireGuardMetricAsync("pangolin_tunnel_reconnects_total", ("reason", "hole_punch"))).ShouldBe(1);
        (await lab.MetricAsync("pangolin_holepunch_orchestration_total", ("result", "failure"), ("reason", "bad_signature"))).ShouldBe(0);

        // The connection does not need the server any more.
        (await lab.Server.StopAsync()).ShouldBe(0);
        (await http.GetByteArrayAsync($"http://127.0.0.1:{LocalPort}/bytes/1000", TestContext.Current.CancellationToken)).Length.ShouldBe(1000);

        // An orderly stop of the client removes its interface and closes its port.
        (await client.StopAsync()).ShouldBe(0);
        (await lab.Network.Client.RunAsync("ip", "-brief", "link")).ShouldAllBe(line => !line.StartsWith("pgc", StringComparison.Ordinal));
        await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync($"http://127.0.0.1:{LocalPort}/bytes/1", TestContext.Current.CancellationToken));
    }
}
