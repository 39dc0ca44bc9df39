using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Inventory;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Proxy;

public class ProxyFailureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_SiteOffline_Returns503ThatRevealsNothing()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync(ProxyClient.Site);
        await host.AddResourceAsync(ProxyClient.Resource, ProxyClient.Site, ProxyClient.Host, "secret-backend");

        var page = await host.SendRawAsync("GET / HTTP/1.1\r\nHost: app.example.test\r\nAccept: text/html\r\nConnection: close\r\n\r\n");

        page.ShouldStartWith("HTTP/1.1 503");
        page.ShouldContain("Retry-After: 10");
        page.ShouldContain("Cache-Control: no-store");
        page.ShouldContain("Try again in a minute");
        page.ShouldNotContain("secret-backend");
        page.ShouldNotContain(ProxyClient.Site);
        (await host.RequestsAsync(503, backend: null)).ShouldBe(1);
        host.Errors("site_offline").ShouldBe(1);
    }

    [Fact]
    public async Task Request_AllBackendsAreDraining_Returns503()
    {
        await using var backend = await Backend.StartAsync("hello");
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync(ProxyClient.Site, $"b0={backend.Address}");
        await host.AddResourceAsync(ProxyClient.HttpResource(ProxyClient.Resource, ProxyClient.Host, new Target("b0", 1, Draining: true, null)));
        using var client = host.CreateClient();

        (await client.GetAsync("/", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        (await host.RequestsAsync(503, backend: null)).ShouldBe(1);
        host.Errors("no_backend").ShouldBe(1);
    }

    [Fact]
    public async Task Request_BackendRefusesTheConnection_Returns502()
    {
        await using var host = await ProxyClient.StartAsync("http://127.0.0.1:9");
        using var client = host.CreateClient();

        using var response = await client.GetAsync("/", Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        response.Headers.Contains("Pangolin-Error").ShouldBeFalse();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldNotContain("127.0.0.1");
        (await host.RequestsAsync(502)).ShouldBe(1);
        host.Errors("connection_refused").ShouldBe(1);
        host.Sum("pangolin_backend_connection_errors_total", ("backend", "b0"), ("error_type", "connection_refused")).ShouldBe(1);
    }

    [Theory]
    [InlineData("this is not HTTP\r\n\r\n", "invalid_response")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n", "invalid_response")]
    [InlineData("", "connection_reset")]
    public async Task Request_BackendSendsGarbage_Returns502(string response, string error)
    {
        using var backend = new RawBackend(response);
        await using var host = await ProxyClient.StartAsync(backend.Address);
        using var client = host.CreateClient();

        (await client.GetAsync("/", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.BadGateway);

        (await host.RequestsAsync(502)).ShouldBe(1);
        host.Errors(error).ShouldBe(1);
    }

    [Fact]
    public async Task Request_BackendHangs_Returns504AfterTheTimeout()
    {
        await using var backend = await Backend.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        await using var host = await ProxyClient.StartAsync(["proxy:activity_timeout=00:00:01"], [backend.Address]);
        using var client = host.CreateClient();

        (await client.GetAsync("/", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);

        (await host.RequestsAsync(504)).ShouldBe(1);
        host.Errors("timeout").ShouldBe(1);
    }

    [Fact]
    public async Task Request_BackendEndsItsResponseTooEarly_ClientSeesAnAbortAndTheRequestCountsOnce()
    {
        using var backend = new RawBackend("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf of it");
        await using var host = await ProxyClient.StartAsync(backend.Address);
        using var client = host.CreateClient();

        await Should.ThrowAsync<HttpRequestException>(() => client.GetStringAsync("/", Cancellation));

        (await host.RequestsAsync(502)).ShouldBe(1);
        host.Sum("pangolin_resource_requests_total").ShouldBe(1);
        host.Errors("connection_reset").ShouldBe(1);
    }

    [Fact]
    public async Task Request_TunnelIsCutDuringTheResponse_ClientSeesAnAbortAndTheRequestCountsOnce()
    {
        await using var backend = await Backend.StartAsync(async http =>
        {
            await http.Response.WriteAsync("first part");
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        await using var host = await PangolinHost.StartAsync(["tunnels:drain_timeout=0"]);
        var site = await host.ConnectAsync(ProxyClient.Site, $"b0={backend.Address}");
        await host.AddResourceAsync(ProxyClient.Resource, ProxyClient.Site, ProxyClient.Host, "b0");
        using var client = host.CreateClient();

        using var response = await client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var stream = await response.Content.ReadAsStreamAsync(Cancellation);
        await stream.ReadExactlyAsync(new byte[10], Cancellation);
        await site.DisposeAsync();

        await Should.ThrowAsync<IOException>(async () => await stream.ReadExactlyAsync(new byte[1], Cancellation).AsTask().WithTimeout());
        (await host.RequestsAsync(502)).ShouldBe(1);
        host.Sum("pangolin_resource_requests_total").ShouldBe(1);
        host.Sum("pangolin_resource_errors_total").ShouldBe(1);
    }

    [Fact]
    public async Task Request_ClientDisconnects_BackendIsCanceledAndTheRequestCountsOnce()
    {
        var canceled = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(async http =>
        {
            http.RequestAborted.Register(() => canceled.TrySetResult());
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        await using var host = await ProxyClient.StartAsync(backend.Address);
        using var client = host.CreateClient();

        (await client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, Cancellation)).Dispose();
        await canceled.Task.WithTimeout();

        (await host.RequestsAsync(499)).ShouldBe(1);
        host.Errors("client_aborted").ShouldBe(1);
        host.Sum("pangolin_backend_connection_errors_total").ShouldBe(0);
    }

    [Fact]
    public async Task Request_OneBackendIsDown_SafeRequestsAreRepeatedAndOthersAreNot()
    {
        await using var backend = await Backend.StartAsync("hello");
        await using var host = await ProxyClient.StartAsync("http://127.0.0.1:9", backend.Address);
        using var client = host.CreateClient();

        for (var i = 0; i < 30; i++)
            (await client.GetStringAsync("/", Cancellation)).ShouldBe("hello");
        host.Sum("pangolin_backend_connection_errors_total", ("backend", "b0")).ShouldBeGreaterThan(0);
        host.Sum("pangolin_resource_errors_total").ShouldBe(0);
        (await host.RequestsAsync(200, "b1")).ShouldBe(30);

        var posts = new List<HttpStatusCode>();
        for (var i = 0; i < 60 && !posts.Contains(HttpStatusCode.BadGateway); i++)
            posts.Add((await client.PostAsync("/", new StringContent("order"), Cancellation)).StatusCode);
        posts.ShouldContain(HttpStatusCode.BadGateway);
        host.Errors("connection_refused").ShouldBe(1);
    }

    [Fact]
    public async Task Request_UnhealthyBackend_GetsNoRequests()
    {
        var isHealthy = true;
        await using var bad = await Backend.StartAsync(http =>
        {
            http.Response.StatusCode = isHealthy ? 200 : 500;
            return http.Response.WriteAsync("bad");
        });
        await using var good = await Backend.StartAsync("good");
        await using var host = await PangolinHost.StartAsync(["tunnels:health_check_interval=00:00:00.2", "tunnels:health_check_timeout=00:00:00.2"]);
        await host.ConnectAsync(ProxyClient.Site, $"b0={bad.Address}", $"b1={good.Address}");
        await host.AddResourceAsync(ProxyClient.HttpResource(ProxyClient.Resource, ProxyClient.Host, new Target("b0", 1000, false, "/health"), new Target("b1", 1, false, null)));
        using var client = host.CreateClient();

        isHealthy = false;
        await Waiting.UntilAsync(() => !host.States.Of(ProxyClient.Site).Targets.GetValueOrDefault("b0", true), "b0 is unhealthy");

        for (var i = 0; i < 20; i++)
            (await client.GetStringAsync("/", Cancellation)).ShouldBe("good");
    }

    /// <summary>A service that reads a request and sends fixed bytes, then closes the connection.</summary>
    private sealed class RawBackend : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public RawBackend(string response)
        {
            _listener.Start();
            _ = ServeAsync(Encoding.Latin1.GetBytes(response));
        }

        public string Address => $"http://{_listener.LocalEndpoint}";

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync(byte[] response)
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync();
                await socket.ReceiveAsync(new byte[64 * 1024]);
                await socket.SendAsync(response);
                socket.Shutdown(SocketShutdown.Send);
            }
        }
    }
}
