using System.Net;

namespace Vernier.Forwarding.Tests;

/// <summary>A destination, or a server on the way to it, sends responses whose end is ambiguous. The client gets 502, and the connection is not used again.</summary>
public class InvalidResponseTests
{
    private const string Next = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsmuggled";

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" + Next)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n2\r\nok\r\n0\r\n\r\n" + Next)]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Next)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok" + Next)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\nok" + Next)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok" + Next)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok" + Next)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0x2\r\n\r\nok" + Next)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" + Next)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n2\r\nok\r\n0\r\n\r\n" + Next)]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok" + Next)]
    [InlineData("HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" + Next)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n" + Next)]
    [InlineData("HTTP/1.1 200 OK\r\nX-A: a\r\n: b\r\n\r\n" + Next)]
    [InlineData("HTTP/1.1 200 OK\r\nX A: a\r\nContent-Length: 2\r\n\r\nok" + Next)]
    [InlineData("HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nok" + Next)]
    public async Task Get_FramingIsInvalid_Is502AndTheConnectionIsNotUsedAgain(string response)
    {
        using var destination = new RawDestination(response);
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address);

        for (var i = 0; i < 3; i++)
        {
            using var received = await proxy.Client.GetAsync("/", TestContext.Current.CancellationToken);

            received.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
            (await received.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
            (await proxy.ResultAsync()).Outcome.ShouldBe(ForwarderOutcome.ResponseHeaders);
        }
        destination.Connections.ShouldBe(3);
    }

    [Theory]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\nok" + Next, HttpStatusCode.NotModified)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\nok" + Next, HttpStatusCode.NoContent)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + Next, HttpStatusCode.OK)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + Next, HttpStatusCode.OK)]
    public async Task Get_BytesAfterTheResponse_NeverReachTheNextClient(string response, HttpStatusCode status)
    {
        using var destination = new RawDestination(response);
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address);

        for (var i = 0; i < 3; i++)
        {
            using var received = await proxy.Client.GetAsync("/", TestContext.Current.CancellationToken);

            received.StatusCode.ShouldBe(status);
            (await received.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(status == HttpStatusCode.OK ? "ok" : "");
        }
        destination.Connections.ShouldBe(3);
    }

    [Fact]
    public async Task Get_HeadersAreTooLarge_Is502()
    {
        using var destination = new RawDestination($"HTTP/1.1 200 OK\r\nX-Large: {new string('x', 200_000)}\r\nContent-Length: 2\r\n\r\nok");
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address);

        (await proxy.Client.GetAsync("/", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadGateway);

        (await proxy.ResultAsync()).Outcome.ShouldBe(ForwarderOutcome.ResponseHeaders);
    }

    [Theory]
    [InlineData("a\rSet-Cookie: b=c")]
    [InlineData("a\0b")]
    [InlineData("a\u007fb")]
    public async Task Get_HeaderValueHasControlCharacters_AreNotPassedOn(string value)
    {
        using var destination = new RawDestination($"HTTP/1.1 200 OK\r\nX-Bad: {value}\r\nX-Good: a\r\nContent-Length: 2\r\n\r\nok");
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address);
        using var socket = await proxy.ConnectAsync();

        await socket.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8.ToArray());
        var response = await ForwardingProxy.ReadToEndAsync(socket);

        // The client replaces CR and NUL with spaces; a value with other control characters is left out.
        response.ShouldStartWith("HTTP/1.1 200 OK\r\n");
        response.ShouldContain("\r\nX-Good: a\r\n");
        response.Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain(c => char.IsControl(c));
    }
}
