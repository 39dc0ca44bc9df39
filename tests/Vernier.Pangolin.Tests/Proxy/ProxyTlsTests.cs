using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Tests.Certificates;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Proxy;

public class ProxyTlsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Request_Https_UsesTheCertificateOfTheHostAndBothVersionsOfHttp(int version)
    {
        using var folder = new TemporaryFolder();
        using var authority = new TestAuthority();
        using var certificate = authority.Issue([ProxyClient.Host]);
        await using var backend = await Backend.StartAsync(http => http.Response.WriteAsync($"{http.Request.Headers["X-Forwarded-Proto"]} {http.Request.Host}"));
        await using var host = await ProxyClient.StartAsync(Settings(folder, authority, certificate), [backend.Address]);
        using var client = host.CreateClient(certificate);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Version = new Version(version, version == 1 ? 1 : 0), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var response = await client.SendAsync(request, Cancellation);

        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldBe($"https {ProxyClient.Host}");
        response.Version.Major.ShouldBe(version);
        (await host.RequestsAsync(200)).ShouldBe(1);
        host.Sum("pangolin_site_bandwidth_bytes_total", ("protocol", version == 1 ? "http/1.1" : "http/2"), ("direction", "egress")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task WebSocket_ExtendedConnect_ReachesTheBackend()
    {
        using var folder = new TemporaryFolder();
        using var authority = new TestAuthority();
        using var certificate = authority.Issue([ProxyClient.Host]);
        await using var backend = await Backend.StartAsync(async http =>
        {
            using var accepted = await http.WebSockets.AcceptWebSocketAsync();
            await accepted.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
            await accepted.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
        await using var host = await ProxyClient.StartAsync(Settings(folder, authority, certificate), [backend.Address]);
        using var client = host.CreateClient(certificate);
        using var socket = new ClientWebSocket { Options = { HttpVersion = HttpVersion.Version20, HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact } };

        await socket.ConnectAsync(new Uri($"wss://{ProxyClient.Host}/"), client, Cancellation);
        (await socket.ReceiveAsync(new byte[10], Cancellation).WithTimeout()).Count.ShouldBe(5);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancellation).WithTimeout();

        (await host.RequestsAsync(200, method: "CONNECT")).ShouldBe(1);
    }

    [Fact]
    public async Task Handshake_NoCertificateForTheHost_Fails()
    {
        using var folder = new TemporaryFolder();
        using var authority = new TestAuthority();
        using var certificate = authority.Issue(["other.example.test"]);
        await using var host = await ProxyClient.StartAsync(Settings(folder, authority, certificate), ["http://127.0.0.1:9"]);
        using var client = host.CreateClient(certificate);

        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync("/", Cancellation));
    }

    [Fact]
    public async Task Request_HttpWithRedirect_IsRedirectedToTheHostOfTheResource()
    {
        using var folder = new TemporaryFolder();
        using var authority = new TestAuthority();
        using var certificate = authority.Issue([ProxyClient.Host]);
        await using var host = await ProxyClient.StartAsync([.. Settings(folder, authority, certificate), "proxy:redirect_to_tls=true", "proxy:public_tls_port=443"], ["http://127.0.0.1:9"]);

        var response = await host.SendRawAsync("GET /a%2Fb?c=d HTTP/1.1\r\nHost: APP.example.test:8088\r\nConnection: close\r\n\r\n");

        response.ShouldStartWith("HTTP/1.1 308");
        response.ShouldContain("Location: https://app.example.test/a%2Fb?c=d\r\n");
        (await host.SendRawAsync("GET / HTTP/1.1\r\nHost: evil.example.test\r\nConnection: close\r\n\r\n")).ShouldStartWith("HTTP/1.1 404");
    }

    private static string[] Settings(TemporaryFolder folder, TestAuthority authority, X509Certificate2 certificate) =>
    [
        "proxy:tls_port=0",
        $"certificates:files:0:certificate={folder.Write("chain.pem", authority.ChainPemOf(certificate))}",
        $"certificates:files:0:key={folder.Write("key.pem", TestAuthority.KeyPemOf(certificate))}",
    ];
}
