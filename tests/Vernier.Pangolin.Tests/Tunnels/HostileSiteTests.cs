using System.Net.WebSockets;
using Vernier.Pangolin.Channels;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Tunnels;

public class HostileSiteTests
{
    [Theory]
    [InlineData("not JSON")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"type":"exploit"}""")]
    [InlineData("""{"version":"1","previous":"none","targets":[]}""")]
    [InlineData("""{"type":"hello","type":"ping","version":"1","previous":"none","targets":[]}""")]
    [InlineData("""{"type":"hello","version":null,"previous":"none","targets":[]}""")]
    [InlineData("""{"type":"hello","version":"1","previous":"none"}""")]
    [InlineData("""{"type":"hello","version":"1","previous":5,"targets":[]}""")]
    [InlineData("""{"type":"hello","version":"1","previous":"none","targets":["a\nb"]}""")]
    [InlineData("""{"type":"hello","version":"1","previous":"none","targets":["web","web"]}""")]
    [InlineData("""{"type":"hello","version":"1","previous":"none","targets":[null]}""")]
    [InlineData("""{"type":"hello","version":"1\u001b[31m","previous":"none","targets":[]}""")]
    [InlineData("""{"type":"hello","version":"1","region":"a b","previous":"none","targets":[]}""")]
    [InlineData("""{"type":"hello","version":"1","previous":"none","targets":[],"x":[[[[[[[[[[[[]]]]]]]]]]]]}""")]
    public async Task Handshake_InvalidMessage_IsRejectedWithTheReason(string message)
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        await using var site = await RawSite.ConnectAsync(host, "s-a");
        await site.SendAsync(message);
        var (status, error) = await site.ReceiveToEndAsync();
        status.ShouldBe(WebSocketCloseStatus.InvalidPayloadData);
        error.ShouldNotBeNull().ShouldStartWith("A control message ");
        await Waiting.UntilAsync(
            () => host.Scrape().Find("pangolin_ws_connections_total", ("site_id", "s-a"), ("result", "protocol_error")).Any(s => s.Value == 1), "the attempt is counted");
        host.Hub.Find("s-a").ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"type":"pong","id":1}""")]
    [InlineData("""{"type":"health","targets":[]}""")]
    [InlineData("""{"type":"ping","id":1,"nextWithinMilliseconds":5}""")]
    [InlineData("""{"type":"welcome","version":"1"}""")]
    [InlineData("""{"type":"close","reason":"shutdown"}""")]
    [InlineData("""{"type":"extension","name":"wireguard","data":{}}""")]
    public async Task Handshake_MessageInWrongOrder_IsRejectedWithTheReason(string message)
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        await using var site = await RawSite.ConnectAsync(host, "s-a");
        await site.SendAsync(message);
        var (status, error) = await site.ReceiveToEndAsync();
        status.ShouldBe(WebSocketCloseStatus.PolicyViolation);
        error.ShouldNotBeNull().ShouldEndWith("is not expected now.");
    }

    [Theory]
    [InlineData(RawSite.Hello)]
    [InlineData("""{"type":"pong","id":100}""")]
    [InlineData("""{"type":"pong","id":-1}""")]
    [InlineData("""{"type":"ping","id":1,"nextWithinMilliseconds":5}""")]
    [InlineData("""{"type":"config","targets":[],"healthIntervalMilliseconds":1,"healthTimeoutMilliseconds":1}""")]
    public async Task Tunnel_UnexpectedMessage_IsClosedAndCountsAsDrop(string message)
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        await using var site = await RawSite.ConnectAsync(host, "s-a");
        await site.SendAsync(RawSite.Hello);
        (await site.ReceiveAsync())!.Value.GetProperty("type").GetString().ShouldBe("welcome");
        await site.SendAsync(message);
        (await site.ReceiveToEndAsync()).Status.ShouldBe(WebSocketCloseStatus.PolicyViolation);
        await Waiting.UntilAsync(() => host.Metric("pangolin_site_connection_drops_total", ("site_id", "s-a")) == 1, "the drop is counted");
        host.Metric("pangolin_ws_active_connections", ("site_id", "s-a")).ShouldBe(0);
        host.States.Of("s-a").Online.ShouldBeFalse();
    }

    [Fact]
    public async Task Handshake_BinaryMessageFirst_IsRejected()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        await using var site = await RawSite.ConnectAsync(host, "s-a");
        await site.SendAsync([1, 2, 3], WebSocketMessageType.Binary);
        var (status, error) = await site.ReceiveToEndAsync();
        status.ShouldBe(WebSocketCloseStatus.PolicyViolation);
        error.ShouldBe("A binary message was sent before the handshake was complete.");
    }

    [Fact]
    public async Task ControlMessage_LargerThanTheLimit_IsRejectedBeforeItsEnd()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        await using var site = await RawSite.ConnectAsync(host, "s-a");
        try
        {
            for (var i = 0; i < 1_000; i++)
                await site.SendAsync(new byte[32 * 1024], WebSocketMessageType.Text, isEnd: false);
        }
        catch (WebSocketException)
        {
            // The server has closed the connection.
        }
        await Waiting.UntilAsync(() => host.Logs.ToString().Contains($"A control message is larger than {ControlFormat.MaxBytes} bytes."), "it is rejected");
        host.Hub.Find("s-a").ShouldBeNull();
    }

    [Fact]
    public async Task Handshake_InvalidUtf8_EndsTheConnection()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        await using var site = await RawSite.ConnectAsync(host, "s-a");
        await site.SendAsync([0xff, 0xfe, 0x22], WebSocketMessageType.Text);
        await site.ReceiveToEndAsync();
        await Waiting.UntilAsync(
            () => host.Scrape().Find("pangolin_ws_connections_total", ("site_id", "s-a"), ("result", "protocol_error")).Any(s => s.Value == 1), "the attempt is counted");
    }

    [Fact]
    public async Task Handshake_SilentSite_IsClosedAfterTheTimeout()
    {
        await using var host = await PangolinHost.StartAsync(["tunnels:handshake_timeout=00:00:01"]);
        await host.AddSiteAsync("s-a");
        await using var site = await RawSite.ConnectAsync(host, "s-a");
        await site.ReceiveToEndAsync();
        await Waiting.UntilAsync(
            () => host.Scrape().Find("pangolin_ws_connections_total", ("site_id", "s-a"), ("result", "timeout")).Any(s => s.Value == 1), "the attempt is counted");
        host.Logs.ToString().ShouldContain("did not complete the handshake within 00:00:01");
    }

    [Fact]
    public async Task Tunnel_BytesThatAreNotHttp2_FailTheRequestAndEndTheTunnel()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        await using var site = await RawSite.ConnectAsync(host, "s-a");
        await site.SendAsync(RawSite.Hello);
        await Waiting.UntilAsync(() => host.Hub.Find("s-a") is not null, "the site is connected");
        var request = host.Hub.Find("s-a")!.Client.SendAsync(SiteRequest.To("web"), TestContext.Current.CancellationToken);
        await site.SendAsync([.. Enumerable.Repeat((byte)0xff, 100_000)], WebSocketMessageType.Binary);
        await Should.ThrowAsync<HttpRequestException>(() => request.WithTimeout());
        await Waiting.UntilAsync(() => host.Metric("pangolin_ws_active_connections", ("site_id", "s-a")) == 0, "the tunnel has ended");
    }

    [Fact]
    public async Task Tunnel_BytesWithoutARequest_EndTheTunnelWhenItIsSilent()
    {
        await using var host = await PangolinHost.StartAsync(["tunnels:ping_interval=00:00:00.1", "tunnels:ping_timeout=00:00:00.5"]);
        await host.AddSiteAsync("s-a");
        await using var site = await RawSite.ConnectAsync(host, "s-a");
        await site.SendAsync(RawSite.Hello);
        await Waiting.UntilAsync(() => host.Hub.Find("s-a") is not null, "the site is connected");
        await site.SendAsync(new byte[1_000_000], WebSocketMessageType.Binary);
        await Waiting.UntilAsync(() => host.Metric("pangolin_ws_active_connections", ("site_id", "s-a")) == 0, "the tunnel has ended");
    }

    [Fact]
    public async Task Health_UnknownTargets_CreateNoSeries()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        await host.AddResourceAsync("app", "s-a", "app.example.com", "web", "/");
        await using var site = await RawSite.ConnectAsync(host, "s-a");
        await site.SendAsync(RawSite.Hello);
        await site.SendAsync("""{"type":"health","targets":[{"name":"web","healthy":true},{"name":"invented","healthy":true}]}""");
        await Waiting.UntilAsync(() => host.Metric("pangolin_backend_health_status", ("backend", "web"), ("site_id", "s-a")) == 1, "the report has arrived");
        host.Scrape().Find("pangolin_backend_health_status", ("backend", "invented"), ("site_id", "s-a")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Extension_WithoutReceiver_IsIgnored()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        await host.AddResourceAsync("app", "s-a", "app.example.com", "web", "/");
        await using var site = await RawSite.ConnectAsync(host, "s-a");
        await site.SendAsync(RawSite.Hello);
        await site.SendAsync("""{"type":"extension","name":"unknown","data":{"a":[1]}}""");
        await site.SendAsync("""{"type":"health","targets":[{"name":"web","healthy":true}],"later":"versions may add properties"}""");
        await Waiting.UntilAsync(() => host.Metric("pangolin_backend_health_status", ("backend", "web"), ("site_id", "s-a")) == 1, "the next message is processed");
    }
}
