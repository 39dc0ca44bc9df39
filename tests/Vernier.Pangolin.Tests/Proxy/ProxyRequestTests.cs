using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Proxy;

public class ProxyRequestTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_KnownHost_ReachesTheBackendUnchangedAndIsCountedOnce()
    {
        await using var backend = await Backend.StartAsync(async http =>
        {
            var body = await new StreamReader(http.Request.Body).ReadToEndAsync();
            http.Response.Headers["x-target"] = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
            http.Response.Headers["x-host"] = http.Request.Host.Value;
            await http.Response.WriteAsync(body + "!");
        });
        await using var host = await ProxyClient.StartAsync(backend.Address);
        using var client = host.CreateClient();

        using var response = await client.PostAsync("a%2Fb/%C3%A4?q=%20&r", new StringContent("hello"), Cancellation);

        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldBe("hello!");
        response.Headers.GetValues("x-target").ShouldBe(["/a%2Fb/%C3%A4?q=%20&r"]);
        response.Headers.GetValues("x-host").ShouldBe([ProxyClient.Host]);
        (await host.RequestsAsync(200, method: "POST")).ShouldBe(1);
        host.Sum("pangolin_resource_requests_total").ShouldBe(1);
        host.Sum("pangolin_resource_request_duration_seconds_count", ("backend", "b0"), ("method", "POST")).ShouldBe(1);
        host.Sum("pangolin_backend_response_size_bytes_count", ("backend", "b0")).ShouldBe(1);
        host.Sum("pangolin_backend_response_size_bytes_sum", ("backend", "b0")).ShouldBe(6);
        (host.Bytes("ingress"), host.Bytes("egress")).ShouldBe((5, 6));
        host.Sum("pangolin_site_bandwidth_bytes_total", ("protocol", "http/1.1"), ("direction", "egress")).ShouldBe(6);
        host.Sum("pangolin_resource_errors_total").ShouldBe(0);
    }

    [Fact]
    public async Task Request_ForgedProxyHeaders_AreReplaced()
    {
        await using var backend = await Backend.StartAsync(http => http.Response.WriteAsync(
            string.Join('\n', http.Request.Headers.Where(header => header.Key.Contains("or", StringComparison.OrdinalIgnoreCase) || header.Key.Contains("IP", StringComparison.OrdinalIgnoreCase) || header.Key.StartsWith("Pangolin", StringComparison.OrdinalIgnoreCase))
                .Select(header => $"{header.Key.ToLowerInvariant()}: {header.Value}").Order())));
        await using var host = await ProxyClient.StartAsync(backend.Address);
        using var client = host.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        foreach (var name in (string[])["X-Forwarded-For", "X-Forwarded-Proto", "x-forwarded-host", "X-Forwarded-Prefix", "X-Forwarded-User", "X_Forwarded_For", "Forwarded", "X-Real-IP", "X_Real_IP", "True-Client-IP", "Pangolin-Target", "Pangolin-Error"])
            request.Headers.TryAddWithoutValidation(name, "6.6.6.6");

        using var response = await client.SendAsync(request, Cancellation);

        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldBe($"x-forwarded-for: 127.0.0.1\nx-forwarded-host: {ProxyClient.Host}\nx-forwarded-proto: http");
    }

    [Theory]
    [InlineData("APP.Example.Test")]
    [InlineData("app.example.test:8088")]
    [InlineData("app.example.test.")]
    [InlineData("xn--mnchen-3ya.example.test")]
    [InlineData("XN--MNCHEN-3YA.example.test:80")]
    public async Task Request_FormsOfTheHostName_ReachTheResource(string hostHeader)
    {
        await using var backend = await Backend.StartAsync("hello");
        await using var host = await ProxyClient.StartAsync(backend.Address);
        await host.AddResourceAsync("idn", ProxyClient.Site, "xn--mnchen-3ya.example.test", "b0");

        (await host.SendRawAsync($"GET / HTTP/1.1\r\nHost: {hostHeader}\r\nConnection: close\r\n\r\n")).ShouldStartWith("HTTP/1.1 200");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: other.example.test\r\n", "404", "No service has this host name.")]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1:8088\r\n", "404", "Open the service by its host name")]
    [InlineData("GET / HTTP/1.1\r\nHost: [::1]\r\n", "404", "Open the service by its host name")]
    [InlineData("GET / HTTP/1.1\r\nHost:\r\n", "400", "The request has no host name")]
    [InlineData("GET / HTTP/1.0\r\n", "400", "The request has no host name")]
    [InlineData("GET / HTTP/1.1\r\n", "400", "")]
    [InlineData("GET / HTTP/1.1\r\nHost: a b\r\n", "400", "")]
    [InlineData("GET / HTTP/1.1\r\nHost: app.example.test\r\nHost: other.example.test\r\n", "400", "")]
    public async Task Request_WithoutAKnownHost_GetsAClearResponse(string request, string status, string message)
    {
        await using var backend = await Backend.StartAsync("hello");
        await using var host = await ProxyClient.StartAsync(backend.Address);

        var page = await host.SendRawAsync(request + "Accept: text/html\r\nConnection: close\r\n\r\n");
        var json = await host.SendRawAsync(request + "Accept: */*\r\nConnection: close\r\n\r\n");

        page.ShouldStartWith("HTTP/1.1 " + status);
        page.ShouldContain(message);
        json.ShouldContain(message);
        if (message.Length > 0)
        {
            page.ShouldContain("Content-Type: text/html");
            json.ShouldContain("Content-Type: application/json");
        }
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: app.example.test\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: app.example.test\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhelloGET /evil HTTP/1.1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: app.example.test\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: app.example.test\r\nTransfer-Encoding: chunked, identity\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: app.example.test\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nhello\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: app.example.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloGET /evil HTTP/1.1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: app.example.test\r\nContent-Length : 5\r\n\r\nhello")]
    [InlineData("GET /\u0001 HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("GET /public/../admin HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("GET /public/%2e%2E/admin HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("GET /public/..%2Fadmin HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("GET /public/..%5cadmin HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("GET /public/..;x=1/admin HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("GET /public/..;/admin HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("GET /public/..%3b/admin HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("GET /public/%252e%252e/admin HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("GET /public/..\\admin HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("GET /public/./admin HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("GET /public#/../admin HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("GET /public?a#b HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("GET /public%00 HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("GET /public%2500 HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("GET http://app.example.test/public/../admin HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("GET http://app.example.test/public/..;/admin HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    [InlineData("GET http://other.example.test/public HTTP/1.1\r\nHost: app.example.test\r\n\r\n")]
    public async Task Request_InvalidFramingOrPath_IsRejectedAndNothingElseIsForwarded(string request)
    {
        var paths = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var backend = await Backend.StartAsync(async http =>
        {
            paths.Enqueue(http.Request.Path);
            await http.Request.Body.CopyToAsync(Stream.Null);
        });
        await using var host = await ProxyClient.StartAsync(backend.Address);

        using var socket = await ProxyClient.ConnectAsync(host.Proxy().Address, Cancellation);
        await socket.SendAsync(Encoding.Latin1.GetBytes(request), Cancellation);
        socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        string text;
        try
        {
            text = await ProxyClient.ReadToEndAsync(socket);
        }
        catch (System.Net.Sockets.SocketException)
        {
            text = "";
        }

        // Kestrel removes Content-Length next to Transfer-Encoding, as RFC 9112 allows, and closes the connection.
        if (request.Contains("Content-Length: 5\r\nTransfer-Encoding", StringComparison.Ordinal))
            text.Split("HTTP/1.1 ").Length.ShouldBeLessThanOrEqualTo(2);
        else if (text.Length > 0)
            text.ShouldStartWith("HTTP/1.1 400");
        paths.ShouldNotContain(path => path != "/");
    }

    [Fact]
    public async Task Request_HeaderFlood_IsRejected()
    {
        await using var host = await ProxyClient.StartAsync("http://127.0.0.1:9");

        (await host.SendRawAsync("GET / HTTP/1.1\r\nHost: app.example.test\r\n" + string.Concat(Enumerable.Range(0, 150).Select(i => $"a{i}: b\r\n")) + "\r\n")).ShouldStartWith("HTTP/1.1 431");
        (await host.SendRawAsync($"GET / HTTP/1.1\r\nHost: app.example.test\r\na: {new string('b', 40_000)}\r\n\r\n")).ShouldStartWith("HTTP/1.1 431");
        (await host.SendRawAsync($"GET /{new string('b', 40_000)} HTTP/1.1\r\nHost: app.example.test\r\n\r\n")).ShouldStartWith("HTTP/1.1 414");
    }

    [Fact]
    public async Task Request_LargeBodiesInBothDirections_EveryByteIsCounted()
    {
        const int Size = 30_000_000;
        await using var backend = await Backend.StartAsync(async http =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            await http.Response.Body.WriteAsync(new byte[Size]);
        });
        await using var host = await ProxyClient.StartAsync(backend.Address);
        using var client = host.CreateClient();

        using var response = await client.PostAsync("/", new ByteArrayContent(new byte[Size]), Cancellation);
        var received = await response.Content.ReadAsByteArrayAsync(Cancellation);

        received.Length.ShouldBe(Size);
        (await host.RequestsAsync(200, method: "POST")).ShouldBe(1);
        (host.Bytes("ingress"), host.Bytes("egress")).ShouldBe((Size, Size));
        host.Sum("pangolin_backend_response_size_bytes_sum").ShouldBe(Size);
    }

    [Fact]
    public async Task Request_ServerSentEvents_ArriveAtOnce()
    {
        var steps = new SemaphoreSlim(0);
        await using var backend = await Backend.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.FlushAsync();
            await steps.WaitAsync(TestTimeouts.Default);
            await http.Response.WriteAsync("data: 1\n\n");
            await steps.WaitAsync(TestTimeouts.Default);
        });
        await using var host = await ProxyClient.StartAsync(backend.Address);
        using var client = host.CreateClient();

        using var response = await client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        response.Content.Headers.ContentType.ShouldBe(new MediaTypeHeaderValue("text/event-stream"));
        host.Sum("pangolin_resource_active_connections", ("protocol", "http/1.1")).ShouldBe(1);
        var stream = await response.Content.ReadAsStreamAsync(Cancellation);
        steps.Release();
        var line = new byte[9];
        await stream.ReadExactlyAsync(line, Cancellation).AsTask().WithTimeout();
        steps.Release();

        Encoding.ASCII.GetString(line).ShouldBe("data: 1\n\n");
        (await host.RequestsAsync(200)).ShouldBe(1);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Request_BackendHasAStatus_ClientGetsIt(int status)
    {
        await using var backend = await Backend.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync("a page of the backend");
        });
        await using var host = await ProxyClient.StartAsync(backend.Address);
        using var client = host.CreateClient();

        using var response = await client.GetAsync("/", Cancellation);

        response.StatusCode.ShouldBe((HttpStatusCode)status);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldBe("a page of the backend");
        (await host.RequestsAsync(status)).ShouldBe(1);
        host.Sum("pangolin_resource_errors_total").ShouldBe(0);
    }

    [Fact]
    public async Task Stop_RequestInProgress_IsCompleted()
    {
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(async http =>
        {
            arrived.SetResult();
            await release.Task.WithTimeout();
            await http.Response.WriteAsync("done");
        });
        await using var host = await ProxyClient.StartAsync(backend.Address);
        using var client = host.CreateClient();

        var request = client.GetStringAsync("/", Cancellation);
        await arrived.Task.WithTimeout();
        var stopping = host.StopAsync(Cancellation);
        release.SetResult();

        (await request).ShouldBe("done");
        await stopping.WithTimeout();
    }
}
