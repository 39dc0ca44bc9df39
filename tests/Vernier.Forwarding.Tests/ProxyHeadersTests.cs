using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Vernier.Forwarding.Tests;

public class ProxyHeadersTests
{
    [Fact]
    public async Task Request_HopByHopHeaders_AreNotForwarded()
    {
        using var destination = new RawDestination("HTTP/1.1 204 No Content\r\n\r\n");
        await using var proxy = await ForwardingProxy.StartAsync(
            destination.Address, new ForwarderOptions { ExcludedRequestHeaders = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "authorization" } });
        using var socket = await proxy.ConnectAsync();

        await socket.SendAsync(
            Encoding.ASCII.GetBytes(
                "POST / HTTP/1.1\r\nHost: client\r\nConnection: X-Named ,x-other\r\nX-Named: 1\r\nX-Other: 2\r\nKeep-Alive: 5\r\nProxy-Authorization: p\r\n"
                + "Proxy-Connection: p\r\nTE: trailers\r\nTrailer: t\r\nUpgrade: u\r\nAuthorization: a\r\nExpect: 100-continue\r\nContent-Type: text/plain\r\n"
                + "Content-Language: de\r\nContent-Length: 2\r\nX-End: e\r\nX-End: f\r\n\r\nhi"));
        var lines = (await destination.RequestAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        lines[0].ShouldBe("POST / HTTP/1.1");
        lines[1..].TakeWhile(line => line.Contains(':')).Order().ShouldBe(
            ["Content-Language: de", "Content-Length: 2", "Content-Type: text/plain", $"Host: {destination.Address.Authority}", "X-End: e, f"]);
    }

    [Fact]
    public async Task Request_CookiesOfHttp2_AreJoinedIntoOneHeader()
    {
        using var destination = new RawDestination("HTTP/1.1 204 No Content\r\n\r\n");
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address);
        using var socket = await proxy.ConnectAsync();

        await socket.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n"u8.ToArray());

        (await destination.RequestAsync()).ShouldContain("\r\nCookie: a=1; b=2\r\n");
    }

    [Fact]
    public async Task Response_HopByHopHeaders_AreNotForwarded()
    {
        using var destination = new RawDestination(
            "HTTP/1.1 200 OK\r\nConnection: close, X-Named\r\nX-Named: 1\r\nKeep-Alive: 5\r\nProxy-Authenticate: p\r\nTrailer: t\r\nUpgrade: u\r\nAlt-Svc: s\r\n"
            + "Content-Type: text/plain\r\nContent-Length: 2\r\nX-End: e\r\nX-End: f\r\nX-Umlaut: \u00e4\r\nX-Control: a\u0001\r\n\r\nhi");
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address);
        using var socket = await proxy.ConnectAsync();

        await socket.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8.ToArray());
        var text = await ForwardingProxy.ReadToEndAsync(socket);

        text.ShouldEndWith("\r\n\r\nhi");
        text.Split("\r\n\r\n")[0].Split("\r\n")[1..].Where(line => !line.StartsWith("Date:", StringComparison.Ordinal) && line != "Server: Kestrel").Order().ShouldBe(
            ["Connection: close", "Content-Length: 2", "Content-Type: text/plain", "X-End: e", "X-End: f"]);
    }

    [Fact]
    public async Task Response_TrailersToAnHttp2Client_AreForwarded()
    {
        using var destination = new RawDestination(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nX-Checksum: 1\r\nSet-Cookie: 2\r\nX-Umlaut: \u00e4\r\n\r\n");
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, protocols: HttpProtocols.Http2);
        using var request = Http2Request("/");

        using var response = await proxy.Client.SendAsync(request);

        (await response.Content.ReadAsStringAsync()).ShouldBe("body");
        response.TrailingHeaders.Select(header => header.Key).ShouldBe(["x-checksum"], StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void CopyTrailers_FieldsThatFrameOrAuthenticate_AreOmitted()
    {
        using var response = new HttpResponseMessage();
        foreach (var name in (string[])["X-Checksum", "Set-Cookie", "Content-Type", "Authorization", "Alt-Svc"])
            response.TrailingHeaders.TryAddWithoutValidation(name, "1");
        var http = new DefaultHttpContext();
        var trailers = new HeaderDictionary();
        http.Features.Set<IHttpResponseTrailersFeature>(new ResponseTrailers { Trailers = trailers });
        ProxyHeaders.CopyTrailers(response, http.Response);
        trailers.Keys.ShouldBe(["X-Checksum"]);
    }

    [Fact]
    public async Task Request_Http2Client_PseudoHeadersAreNotForwarded()
    {
        using var destination = new RawDestination("HTTP/1.1 204 No Content\r\n\r\n");
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, protocols: HttpProtocols.Http2);
        using var request = Http2Request("/a");

        (await proxy.Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await destination.RequestAsync()).ShouldBe($"GET /a HTTP/1.1\r\nHost: {destination.Address.Authority}\r\n\r\n");
    }

    private sealed class ResponseTrailers : IHttpResponseTrailersFeature
    {
        public required IHeaderDictionary Trailers { get; set; }
    }

    private static HttpRequestMessage Http2Request(string path) =>
        new(HttpMethod.Get, path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
}
