using System.Net;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.Pangolin.WireGuard;

/// <summary>A site behind a NAT router that uses WireGuard, with real interfaces in network namespaces.</summary>
public class WireGuardTunnelTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task Tunnel_RequestsAndCuts_CountersAgreeWithWg()
    {
        Assert.SkipUnless(NetworkLab.Unavailable is null, $"WireGuard is not tested: {NetworkLab.Unavailable}.");
        await using var lab = await WireGuardLab.StartAsync();
        await lab.StartSiteAsync();
        await lab.WaitForTunnelAsync(isUp: true);
        (await lab.WireGuardMetricAsync("pangolin_site_online")).ShouldBe(1);
        (await HandshakesAsync(lab, "success")).ShouldBe(1);
        (await HandshakesAsync(lab, "timeout")).ShouldBe(0);
        (await lab.WireGuardMetricAsync("pangolin_site_handshake_latency_seconds_count")).ShouldBe(1);
        await Eventually.TrueAsync("the round trip is measured", async _ => await lab.WireGuardMetricAsync("pangolin_tunnel_latency_seconds_count") > 0);

        // Requests use WireGuard, and not the WebSocket.
        var websocket = await WebSocketBytesAsync(lab);
        var (down, up) = (await BytesAsync(lab, "egress"), await BytesAsync(lab, "ingress"));
        (await lab.RequestAsync($"/bytes/{4 * Megabyte}")).Body.Length.ShouldBe(4 * Megabyte);
        (await lab.RequestAsync("/", new byte[2 * Megabyte])).Body.ShouldBe("2097152"u8.ToArray());
        await AgreesWithWgAsync(lab);
        (await BytesAsync(lab, "egress") - down).ShouldBeInRange(4 * Megabyte, 4.6 * Megabyte);
        (await BytesAsync(lab, "ingress") - up).ShouldBeInRange(2 * Megabyte, 2.5 * Megabyte);
        (await WebSocketBytesAsync(lab) - websocket).ShouldBeLessThan(20_000);

        // A cut: requests use the WebSocket.
        await lab.Network.CutUdpAsync(isCut: true, WireGuardLab.WireGuardPort);
        await lab.WaitForTunnelAsync(isUp: false);
        (await lab.MetricAsync("pangolin_site_online", ("site_id", lab.SiteId), ("transport", "websocket"))).ShouldBe(1);
        websocket = await WebSocketBytesAsync(lab);
        (await lab.RequestAsync($"/bytes/{Megabyte}")).Body.Length.ShouldBe(Megabyte);
        (await WebSocketBytesAsync(lab) - websocket).ShouldBeGreaterThan(Megabyte);
        await Eventually.TrueAsync("a handshake has failed", async _ => await HandshakesAsync(lab, "timeout") > 0);

        // The tunnel comes back.
        await lab.Network.CutUdpAsync(isCut: false, WireGuardLab.WireGuardPort);
        await lab.WaitForTunnelAsync(isUp: true);
        (await lab.WireGuardMetricAsync("pangolin_tunnel_reconnects_total", ("reason", "ping_timeout"))).ShouldBe(1);
        websocket = await WebSocketBytesAsync(lab);
        (await lab.RequestAsync($"/bytes/{Megabyte}")).Status.ShouldBe(HttpStatusCode.OK);
        (await WebSocketBytesAsync(lab) - websocket).ShouldBeLessThan(20_000);
        await AgreesWithWgAsync(lab);
    }

    [Fact]
    public async Task Tunnel_SiteOrServerEnds_LeavesNoInterfaceAndComesBack()
    {
        Assert.SkipUnless(NetworkLab.Unavailable is null, $"WireGuard is not tested: {NetworkLab.Unavailable}.");
        await using var lab = await WireGuardLab.StartAsync();
        var site = await lab.StartSiteAsync();
        await lab.WaitForTunnelAsync(isUp: true);

        // An orderly stop is not a lost connection.
        (await site.StopAsync()).ShouldBe(0);
        await lab.WaitForTunnelAsync(isUp: false);
        (await lab.MetricAsync("pangolin_site_connection_drops_total", ("site_id", lab.SiteId))).ShouldBe(0);
        (await InterfacesAsync(lab.Network.Site)).ShouldBeEmpty();

        // Another key after a restart, at the same address.
        site = await lab.StartSiteAsync();
        await lab.WaitForTunnelAsync(isUp: true);
        (await HandshakesAsync(lab, "success")).ShouldBe(2);
        (await lab.WireGuardMetricAsync("pangolin_tunnel_reconnects_total", ("reason", "restart"))).ShouldBe(1);

        // A killed site leaves nothing behind.
        await site.DisposeAsync();
        await Eventually.TrueAsync("the interface of the site is removed", async _ => (await InterfacesAsync(lab.Network.Site)).Count == 0);
        await lab.WaitForTunnelAsync(isUp: false);
        (await lab.Server.StopAsync()).ShouldBe(0);
        (await InterfacesAsync(lab.Network.Server)).ShouldBeEmpty();
        string.Join('\n', lab.Server.Output).ShouldNotContain("Unhandled");
    }

    private static async Task<IReadOnlyList<string>> InterfacesAsync(NetworkNamespace space) =>
        [.. (await space.RunAsync("ip", "-brief", "link")).Select(line => line.Split(' ')[0]).Where(name => !name.StartsWith("lo", StringComparison.Ordinal) && !name.Contains('@'))];

    /// <summary>The counters are read at intervals, and keep-alive packets change them between two reads.</summary>
    private static Task AgreesWithWgAsync(WireGuardLab lab) => Eventually.TrueAsync("the counters agree with wg", async _ =>
    {
        var (received, sent) = (await BytesAsync(lab, "egress"), await BytesAsync(lab, "ingress"));
        var shown = await lab.WgShowAsync();
        return (shown.Received, shown.Sent) == (received, sent) && shown.Handshake > 0;
    });

    private static Task<double> HandshakesAsync(WireGuardLab lab, string result) =>
        lab.MetricAsync("pangolin_wg_handshake_total", ("site_id", lab.SiteId), ("result", result));

    private static Task<double> BytesAsync(WireGuardLab lab, string direction) => lab.WireGuardMetricAsync("pangolin_tunnel_bytes_total", ("direction", direction));

    private static async Task<double> WebSocketBytesAsync(WireGuardLab lab) =>
        await lab.MetricAsync("pangolin_tunnel_bytes_total", ("site_id", lab.SiteId), ("transport", "websocket"), ("direction", "egress"))
        + await lab.MetricAsync("pangolin_tunnel_bytes_total", ("site_id", lab.SiteId), ("transport", "websocket"), ("direction", "ingress"));
}
