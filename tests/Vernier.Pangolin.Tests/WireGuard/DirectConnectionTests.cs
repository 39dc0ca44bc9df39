using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Links.Direct;
using Vernier.Pangolin.Links.HolePunching;
using Vernier.Pangolin.Links.Interfaces;
using Vernier.Pangolin.WireGuard;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.WireGuard;

/// <summary>Direct connections at the server: the endpoint of clients, and the UDP messages of both sides over loopback.</summary>
public class DirectConnectionTests
{
    private const string ClientKey = "Y2xpZW50IHB1YmxpYyBrZXkgb2YgMzIgYnl0ZXMgICA=";

    private static readonly TimeSpan PunchTimeout = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Open_BothSidesSendMessages_LearnTheEndpointOfEachOther()
    {
        await using var host = await StartAsync();
        var (opened, site) = await OpenAsync(host);
        opened.SiteId.ShouldBe("s-a");
        opened.Target.ShouldBe("web");
        opened.SitePublicKey.ShouldBe(ControlSessionStandIn.PublicKey);
        site.Offer.ClientPublicKey.ShouldBe(ClientKey);
        (site.Offer.SiteAddress, site.Offer.ClientAddress).ShouldBe((opened.SiteAddress, opened.ClientAddress));
        site.Offer.Key.ShouldNotBe(opened.Key);

        var cancellation = TestContext.Current.CancellationToken;
        var sitePunching = HolePuncher.RunAsync(TicketOf(site), TimeProvider.System, PunchTimeout, cancellation);
        await Waiting.UntilAsync(() => Messages(host, "success", "registered") == 1, "the site is registered");
        var clientPunching = HolePuncher.RunAsync(TicketOf(opened), TimeProvider.System, PunchTimeout, cancellation);
        var (sitePort, clientSeenBySite) = await sitePunching;
        var (clientPort, siteSeenByClient) = await clientPunching;
        clientSeenBySite.ShouldBe(new IPEndPoint(IPAddress.Loopback, clientPort));
        siteSeenByClient.ShouldBe(new IPEndPoint(IPAddress.Loopback, sitePort));
        Messages(host, "success", "paired").ShouldBeGreaterThanOrEqualTo(2);
        host.Metric("pangolin_tunnel_reconnects_total", ("site_id", "s-a"), ("transport", "wireguard"), ("reason", "hole_punch")).ShouldBe(1);
    }

    [Fact]
    public async Task Open_SiteDoesNotTakePart_TheClientFailsWithTheCause()
    {
        await using var host = await StartAsync();
        var (opened, _) = await OpenAsync(host);
        var exception = await Should.ThrowAsync<WireGuardException>(
            () => HolePuncher.RunAsync(TicketOf(opened), TimeProvider.System, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
        exception.Message.ShouldBe("The other side did not take part in hole punching within 1 s.");
        Messages(host, "success", "registered").ShouldBe(1);
        Messages(host, "failure", "peer_unknown").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Listener_InvalidMessages_AreCountedWithoutReply()
    {
        await using var host = await StartAsync();
        var (opened, _) = await OpenAsync(host);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var valid = new HolePunchMessage(false, HolePunchRole.Client, opened.Id, now, 1);
        var key = Convert.FromBase64String(opened.Key);
        using var socket = Connect(opened.Port);

        await SendAsync(socket, valid with { Session = Guid.NewGuid() }, key);
        await SendAsync(socket, valid with { Role = HolePunchRole.Site }, key);
        await SendAsync(socket, valid, new byte[HolePunchMessage.KeySize]);
        await SendAsync(socket, valid with { Timestamp = now - 61_000 }, key);
        await SendAsync(socket, valid with { Timestamp = now + 61_000 }, key);
        await SendAsync(socket, valid with { IsReply = true }, key);
        await socket.SendAsync(new byte[HolePunchMessage.Size], TestContext.Current.CancellationToken);
        await socket.SendAsync(new byte[1_400], TestContext.Current.CancellationToken);
        await socket.SendAsync(Array.Empty<byte>(), TestContext.Current.CancellationToken);
        await SendAsync(socket, valid, key);
        await SendAsync(socket, valid, key);
        await SendAsync(socket, valid with { Timestamp = now - 1 }, key);
        await SendAsync(socket, valid with { Timestamp = now + 1, Nonce = 2 }, key);

        // The replies arrive in the order of the requests: only two messages have one.
        var first = await ReceiveAsync(socket);
        var second = await ReceiveAsync(socket);
        (first.Length, second.Length).ShouldBe((HolePunchMessage.Size, HolePunchMessage.Size));
        HolePunchMessage.Read(first)!.Nonce.ShouldBe(1u);
        HolePunchMessage.Read(second)!.Nonce.ShouldBe(2u);
        HolePunchMessage.IsSigned(first, key).ShouldBeTrue();
        Messages(host, "failure", "unknown_sender").ShouldBe(1);
        Messages(host, "failure", "bad_signature").ShouldBe(2);
        Messages(host, "failure", "bad_format").ShouldBe(4);
        Messages(host, "failure", "replayed").ShouldBe(4);
        socket.Available.ShouldBe(0);
    }

    [Fact]
    public async Task Listener_Flood_IsLimited()
    {
        await using var host = await StartAsync();
        var (opened, _) = await OpenAsync(host);
        using var socket = Connect(opened.Port);
        for (var i = 0; i < 500; i++)
            await socket.SendAsync(new byte[10], TestContext.Current.CancellationToken);
        await Waiting.UntilAsync(() => Messages(host, "failure", "rate_limited") > 0, "messages are rejected");
    }

    [Theory]
    [InlineData("c-a", "wrong", 401)]
    [InlineData("c-x", PangolinHost.Secret, 401)]
    [InlineData("c-b", PangolinHost.Secret, 404)]
    public async Task Open_ClientWithoutAccess_IsRejected(string id, string secret, int status)
    {
        await using var host = await StartAsync();
        using var response = await PostAsync(host, id, secret);
        ((int)response.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task Open_SiteRefuses_ReportsItsReason()
    {
        await using var host = await StartAsync();
        Connect(host).Refusal = "WireGuard is not available at the site.";
        using var response = await PostAsync(host, "c-a", PangolinHost.Secret);
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await MessageOfAsync(response)).ShouldBe("The site s-a cannot establish a direct connection: WireGuard is not available at the site.");
    }

    [Fact]
    public async Task Open_SiteIsNotConnected_IsRejected()
    {
        await using var host = await StartAsync();
        using var response = await PostAsync(host, "c-a", PangolinHost.Secret);
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await MessageOfAsync(response)).ShouldBe("The site s-a is not connected to this server.");
    }

    [Fact]
    public async Task Open_HolePunchingIsOff_IsRejected()
    {
        await using var host = await StartAsync("wireguard:hole_punch_port=");
        Connect(host);
        using var response = await PostAsync(host, "c-a", PangolinHost.Secret);
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await MessageOfAsync(response)).ShouldContain("wireguard.hole_punch_port");
    }

    [Fact]
    public async Task Open_ManyConnections_AreLimitedPerSite()
    {
        await using var host = await StartAsync();
        Connect(host);
        for (var i = 0; i < 16; i++)
            (await PostAsync(host, "c-a", PangolinHost.Secret)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(host, "c-a", PangolinHost.Secret)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Open_BlockedResourceOrOtherTarget_IsRejected()
    {
        await using var host = await StartAsync();
        Connect(host);
        (await PostAsync(host, "c-a", PangolinHost.Secret, target: "other")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await PostAsync(host, "c-a", PangolinHost.Secret, resource: "blocked")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(host, "c-a", PangolinHost.Secret, publicKey: "short")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static async Task<PangolinHost> StartAsync(params string[] settings)
    {
        var host = await PangolinHost.StartAsync(["wireguard:hole_punch_port=0", "wireguard:host=127.0.0.1", .. settings]);
        await host.AddSiteAsync("s-a");
        await host.AddResourceAsync("app", "s-a", "app.example.com", "web");
        await host.AddResourceAsync(new Resource { Id = "blocked", SiteId = "s-a", Host = "b.example.com", Blocked = true, Targets = [new Target("web", 1, false, null)] });
        await host.AddClientAsync("c-a", "app", "blocked");
        await host.AddClientAsync("c-b");
        return host;
    }

    /// <summary>Connects the site to the WireGuard extension only. Its target is healthy because it has no health check.</summary>
    private static ControlSessionStandIn Connect(PangolinHost host)
    {
        var extension = host.Services.GetServices<IControlExtension>().OfType<WireGuardExtension>().Single();
        var session = new ControlSessionStandIn("s-a") { Extension = extension };
        host.States.Connected("s-a", Transport.Websocket, new(null, null, null));
        extension.Connected(session);
        return session;
    }

    private static async Task<(DirectConnectionResponse Opened, ControlSessionStandIn Site)> OpenAsync(PangolinHost host)
    {
        var site = Connect(host);
        using var response = await PostAsync(host, "c-a", PangolinHost.Secret);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return ((await response.Content.ReadFromJsonAsync<DirectConnectionResponse>(TestContext.Current.CancellationToken))!, site);
    }

    private static async Task<HttpResponseMessage> PostAsync(
        PangolinHost host, string id, string secret, string resource = "app", string? target = null, string publicKey = ClientKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/direct-connections");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
        request.Content = JsonContent.Create(new DirectConnectionRequest { Resource = resource, Target = target, PublicKey = publicKey });
        return await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<string> MessageOfAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<Dictionary<string, string>>(TestContext.Current.CancellationToken))!["message"];

    private static HolePunchTicket TicketOf(DirectConnectionResponse opened) =>
        new(opened.Id, HolePunchRole.Client, Convert.FromBase64String(opened.Key), new IPEndPoint(IPAddress.Loopback, opened.Port), opened.ServerTime);

    private static HolePunchTicket TicketOf(ControlSessionStandIn site) =>
        new(site.Offer.Session, HolePunchRole.Site, Convert.FromBase64String(site.Offer.Key), new IPEndPoint(IPAddress.Loopback, site.Offer.Port), site.Offer.ServerTime);

    private static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private static async Task SendAsync(Socket socket, HolePunchMessage message, byte[] key)
    {
        var bytes = new byte[HolePunchMessage.Size];
        message.Write(bytes, key);
        await socket.SendAsync(bytes, TestContext.Current.CancellationToken);
    }

    private static async Task<byte[]> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[2_000];
        var length = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken).AsTask().WithTimeout();
        return buffer[..length];
    }

    private static double Messages(PangolinHost host, string result, string reason) =>
        host.Metric("pangolin_holepunch_orchestration_total", ("result", result), ("reason", reason));
}
