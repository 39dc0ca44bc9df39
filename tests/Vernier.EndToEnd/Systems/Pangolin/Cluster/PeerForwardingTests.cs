using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Vernier.EndToEnd.Servers;
using Vernier.Forwarding;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Cluster;
using Vernier.Pangolin.Proxy;
using Vernier.Pangolin.Tests;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Systems.Pangolin.Cluster;

/// <summary>Requests that reach a server without the tunnel of their site.</summary>
public class PeerForwardingTests(PostgresServerFixture postgres) : IClassFixture<PostgresServerFixture>
{
    private const int Size = 20 * 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_SiteOfAnotherServer_ReachesTheTargetUnchanged()
    {
        await using var backend = await Backend.StartAsync(async http =>
        {
            var raw = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            http.Response.StatusCode = 418;
            http.Response.Headers["X-Reply"] = http.Request.Headers["X-Question"];
            var peers = http.Request.Headers.Keys.Where(name => name.StartsWith("Pangolin", StringComparison.OrdinalIgnoreCase));
            await http.Response.WriteAsync($"{http.Request.Method} {http.Request.Host} {raw} [{string.Join(',', peers)}]");
        });
        await using var servers = await TwoServers.StartAsync(await postgres.NewDatabaseAsync(), $"web={backend.Address}");
        TwoServers.LinkOf(servers.First)!.IsLocal.ShouldBeTrue();
        TwoServers.LinkOf(servers.Second)!.IsLocal.ShouldBeFalse();
        var request = TwoServers.To("web", "/a%2Fb/../c?x=%20y&z", HttpMethod.Delete);
        request.Headers.Add("X-Question", "why");

        using var response = await servers.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(418);
        response.Headers.GetValues("X-Reply").ShouldBe(["why"]);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldBe("DELETE app.example.com " + request.RequestUri!.PathAndQuery + " []");
    }

    [Fact]
    public async Task Send_LargeBodies_AreStreamedInBothDirections()
    {
        var download = RandomNumberGenerator.GetBytes(Size);
        byte[] uploaded = [];
        await using var backend = await Backend.StartAsync(async http =>
        {
            uploaded = await SHA256.HashDataAsync(http.Request.Body, http.RequestAborted);
            await http.Response.Body.WriteAsync(download, http.RequestAborted);
        });
        await using var servers = await TwoServers.StartAsync(await postgres.NewDatabaseAsync(), $"web={backend.Address}");
        var sent = RandomNumberGenerator.GetBytes(Size);

        using var response = await servers.SendAsync(TwoServers.To("web", method: HttpMethod.Post, content: new ByteArrayContent(sent)));

        var received = await response.Content.ReadAsByteArrayAsync(Cancellation).WithTimeout();
        uploaded.ShouldBe(SHA256.HashData(sent));
        received.ShouldBe(download);
    }

    [Fact]
    public async Task Send_ManyConcurrently_AllSucceed()
    {
        await using var backend = await Backend.StartAsync(http => http.Response.WriteAsync(http.Request.Path));
        await using var servers = await TwoServers.StartAsync(await postgres.NewDatabaseAsync(), $"web={backend.Address}");

        await Parallel.ForAsync(0, 1_000, new ParallelOptions { MaxDegreeOfParallelism = 200, CancellationToken = Cancellation }, async (i, _) =>
        {
            using var response = await servers.SendAsync(TwoServers.To("web", $"/{i}"));
            (await response.Content.ReadAsStringAsync(Cancellation)).ShouldBe($"/{i}");
        });
    }

    [Fact]
    public async Task Proxy_RequestOfAClient_IsCountedOnceByTheServerThatReceivedIt()
    {
        await using var backend = await Backend.StartAsync("hello");
        await using var servers = await TwoServers.StartAsync(await postgres.NewDatabaseAsync(), $"web={backend.Address}");
        await servers.First.AddResourceAsync("r-a", TwoServers.SiteId, "app.example.com", "web");
        await servers.Second.Inventory.RefreshAsync(Cancellation);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, servers.Second.Services.GetRequiredService<ProxyServer>().Address) { Headers = { Host = "app.example.com" } };

        using var response = await client.SendAsync(request, Cancellation).WithTimeout();

        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldBe("hello");
        await Waiting.UntilAsync(() => Requests(servers.Second).Sum(sample => sample.Value) == 1, "the request is counted");
        Requests(servers.First).ShouldBeEmpty();
    }

    private static IEnumerable<ParsedSample> Requests(PangolinHost host) => host.Scrape().Samples.Where(sample => sample.Name == "pangolin_resource_requests_total");

    [Fact]
    public async Task Send_TcpConnection_EndsEachDirectionOnItsOwn()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var servers = await TwoServers.StartAsync(await postgres.NewDatabaseAsync(), $"db=tcp://{listener.LocalEndpoint}");
        var content = new DuplexContent();
        var accepting = listener.AcceptTcpClientAsync(Cancellation).AsTask();

        using var request = content.CreateRequest(new Uri($"http://{SiteProtocol.TcpAuthority}/"));
        request.Headers.Add(SiteProtocol.TargetHeader, "db");
        using var response = await servers.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var accepted = await accepting.WithTimeout();
        var end = await content.OpenAsync(response, Cancellation).WithTimeout();
        await end.Output.WriteAsync("question"u8.ToArray(), Cancellation);
        await end.Output.FlushAsync(Cancellation);
        await end.EndOutput.ShouldNotBeNull()();
        using var reader = new StreamReader(accepted.GetStream());
        (await reader.ReadToEndAsync(Cancellation).WithTimeout()).ShouldBe("question");
        await accepted.GetStream().WriteAsync("reply"u8.ToArray(), Cancellation);
        accepted.Client.Shutdown(SocketShutdown.Send);
        using var replies = new StreamReader(end.Input);
        (await replies.ReadToEndAsync(Cancellation).WithTimeout()).ShouldBe("reply");
    }

    [Fact]
    public async Task Send_WebSocket_ForwardsBothDirections()
    {
        await using var backend = await Backend.StartAsync(async http =>
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[100];
            var received = await socket.ReceiveAsync(buffer, http.RequestAborted);
            await socket.SendAsync(buffer.AsMemory(0, received.Count), System.Net.WebSockets.WebSocketMessageType.Text, true, http.RequestAborted);
        });
        await using var servers = await TwoServers.StartAsync(await postgres.NewDatabaseAsync(), $"web={backend.Address}");
        var request = TwoServers.To("web", "/socket", HttpMethod.Connect);
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        request.Headers.Protocol = SiteProtocol.WebSocketProtocol;
        request.Headers.Add("Sec-WebSocket-Version", "13");

        using var response = await servers.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var stream = await response.Content.ReadAsStreamAsync(Cancellation);
        // A text message "hello" with the mask 0 (RFC 6455).
        await stream.WriteAsync((byte[])[0x81, 0x85, 0, 0, 0, 0, .. "hello"u8], Cancellation);
        await stream.FlushAsync(Cancellation);
        var frame = new byte[7];
        await stream.ReadExactlyAsync(frame, Cancellation).AsTask().WithTimeout();
        Encoding.ASCII.GetString(frame, 2, 5).ShouldBe("hello");
    }

    [Fact]
    public async Task Send_UnknownTarget_HasTheErrorOfTheSite()
    {
        await using var servers = await TwoServers.StartAsync(await postgres.NewDatabaseAsync(), "web=http://127.0.0.1:9");

        using var response = await servers.SendAsync(TwoServers.To("other"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        response.Headers.GetValues(SiteProtocol.ErrorHeader).ShouldBe(["unknown_target"]);
    }

    [Fact]
    public async Task Send_SiteIsNotConnectedToTheOtherServer_IsNotForwardedAgain()
    {
        await using var servers = await TwoServers.StartAsync(await postgres.NewDatabaseAsync(), "web=http://127.0.0.1:9");
        var link = TwoServers.LinkOf(servers.Second)!;
        // The second server gets the request of a third one that believes that the site is connected to it.
        await using var third = await TwoServers.StartServerAsync(servers.ConnectionString);
        var links = third.Services.GetRequiredService<PeerLinks>();
        var second = servers.Second.Services.GetRequiredService<ServerIdentity>();
        await Waiting.UntilAsync(() => links.Snapshot.Servers.ContainsKey(second.RunId), "the third server knows the second one");
        using var connection = new PeerConnection(links.Snapshot.Servers[second.RunId], third.Services.GetRequiredService<ServerIdentity>(),
            await third.Services.GetRequiredService<ClusterStore>().GetKeyAsync(Cancellation), third.Services.GetRequiredService<Vernier.Pangolin.Configuration.PangolinSettings>(), TimeProvider.System);
        using var client = new PeerLink(TwoServers.SiteId, Vernier.Pangolin.Transport.Websocket, connection).Client;

        using var response = await client.SendAsync(TwoServers.To("web"), Cancellation).WithTimeout();

        link.IsLocal.ShouldBeFalse();
        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        response.Headers.GetValues(SiteProtocol.ErrorHeader).ShouldBe(["site_offline"]);
    }

    [Fact]
    public async Task Receive_ForgedOrReplayedRequests_AreRejected()
    {
        await using var backend = await Backend.StartAsync("hello");
        await using var servers = await TwoServers.StartAsync(await postgres.NewDatabaseAsync(), $"web={backend.Address}");
        var links = servers.Second.Services.GetRequiredService<PeerLinks>();
        var sender = servers.Second.Services.GetRequiredService<ServerIdentity>().RunId;
        var receiver = servers.First.Services.GetRequiredService<ServerIdentity>().RunId;
        var server = links.Snapshot.Servers[receiver];
        var key = await servers.First.Services.GetRequiredService<ClusterStore>().GetKeyAsync(Cancellation);
        using var attacker = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null && ServerIdentity.HashOf(certificate) == server.Certificate },
        });
        var address = $"https://127.0.0.1:{server.Port}/";
        var signed = new PeerRequest("GET", $"127.0.0.1:{server.Port}", "/", TwoServers.SiteId, "web");
        var valid = PeerSignature.Create(key, sender, receiver, 1_000, signed);

        (await SendAsync(null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(PeerSignature.Create(RandomNumberGenerator.GetBytes(32), sender, receiver, 1_001, signed))).ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(PeerSignature.Create(key, "unknown", receiver, 1_002, signed))).ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(PeerSignature.Create(key, sender, "an earlier run", 1_003, signed))).ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(PeerSignature.Create(key, sender, receiver, 1_004, signed with { Path = "/other" }))).ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(valid)).ShouldBe(HttpStatusCode.OK);
        (await SendAsync(valid)).ShouldBe(HttpStatusCode.Unauthorized);
        servers.First.Logs.ToString().ShouldContain("Rejected a request of another server from 127.0.0.1: it has no valid signature.");

        async Task<HttpStatusCode> SendAsync(PeerSignature? signature)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address)
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Headers = { { PeerSignature.SiteHeader, TwoServers.SiteId }, { SiteProtocol.TargetHeader, "web" } },
            };
            if (signature is not null)
                request.Headers.Add(PeerSignature.Header, signature.ToString());
            using var response = await attacker.SendAsync(request, Cancellation).WithTimeout();
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task State_SiteOfAnotherServer_IsShownWithItsServerAndHealth()
    {
        await using var backend = await Backend.StartAsync("hello");
        await using var servers = await TwoServers.StartAsync(await postgres.NewDatabaseAsync(), $"web={backend.Address}");
        await servers.First.AddResourceAsync("r-a", TwoServers.SiteId, "app.example.com", "web", "/");

        await Waiting.UntilAsync(() => servers.Second.States.Of(TwoServers.SiteId).Targets.GetValueOrDefault("web"), "the health is known to the second server");

        var state = servers.Second.States.Of(TwoServers.SiteId);
        state.Online.ShouldBeTrue();
        state.Transports.ShouldBe([Vernier.Pangolin.Transport.Websocket]);
        state.Server.ShouldBe(servers.First.Services.GetRequiredService<ServerIdentity>().RunId);
        servers.First.States.Of(TwoServers.SiteId).Server.ShouldBeNull();
    }
}
