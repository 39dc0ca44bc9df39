using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Vernier.Testing;

namespace Vernier.Forwarding.Tests;

public class WebSocketTests
{
    private const string Handshake =
        "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private static readonly ForwarderOptions WebSockets = new() { AllowWebSockets = true };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Forward_WebSocket_MessagesMoveBothWaysAndEveryByteIsObserved(bool http2Client, bool http2Destination)
    {
        await using var destination = await StartEchoAsync(http2Destination);
        var observer = new CountingObserver();
        await using var proxy = await ForwardingProxy.StartAsync(
            destination.Address, WebSockets, observer, http2: http2Destination, protocols: http2Client ? HttpProtocols.Http2 : HttpProtocols.Http1);
        using var socket = await ConnectAsync(proxy, http2Client);

        var message = new byte[200_000];
        Random.Shared.NextBytes(message);
        await socket.SendAsync(message, WebSocketMessageType.Binary, true, Cancellation);
        var received = new byte[message.Length];
        for (var count = 0; count < received.Length;)
            count += (await socket.ReceiveAsync(received.AsMemory(count), Cancellation)).Count;
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Cancellation);
        var result = await proxy.ResultAsync();

        received.ShouldBe(message);
        socket.SubProtocol.ShouldBe("chat.v2");
        socket.CloseStatusDescription.ShouldBe("bye");
        (result.Outcome, result.IsUpgraded, result.StatusCode).ShouldBe((ForwarderOutcome.None, true, http2Client ? 200 : 101));
        (result.RequestBytes, result.ResponseBytes).ShouldBe((observer.Request, observer.Response));
        (observer.Request >= message.Length, observer.Response >= message.Length).ShouldBe((true, true));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Forward_DestinationRefusesTheUpgrade_ItsResponseIsRelayed(bool http2Client, bool http2Destination)
    {
        await using var destination = await KestrelServer.StartAsync(
            http =>
            {
                http.Response.StatusCode = 403;
                http.Response.Headers["x-why"] = "no";
                return http.Response.WriteAsync("not for you");
            },
            http2Destination ? HttpProtocols.Http2 : HttpProtocols.Http1);
        await using var proxy = await ForwardingProxy.StartAsync(
            destination.Address, WebSockets, http2: http2Destination, protocols: http2Client ? HttpProtocols.Http2 : HttpProtocols.Http1);

        using var socket = CreateSocket(http2Client);
        var exception = await Should.ThrowAsync<WebSocketException>(() => OpenAsync(socket, proxy));

        exception.ToString().ShouldContain("403");
        socket.HttpStatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var result = await proxy.ResultAsync();
        (result.Outcome, result.IsUpgraded, result.StatusCode).ShouldBe((ForwarderOutcome.None, false, 403));
    }

    [Fact]
    public async Task Forward_DestinationIgnoresTheUpgrade_Http1ClientGetsItsResponse()
    {
        await using var destination = await KestrelServer.StartAsync(http => http.Response.WriteAsync("a page"));
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, WebSockets);
        using var socket = await proxy.ConnectAsync();

        await socket.SendAsync(Encoding.ASCII.GetBytes(Handshake + "\r\n"));
        var text = await ReadUntilAsync(socket, "a page");

        text.ShouldStartWith("HTTP/1.1 200");
        (await proxy.ResultAsync()).IsUpgraded.ShouldBeFalse();
    }

    [Fact]
    public async Task Forward_DestinationIgnoresTheUpgrade_Http2ClientGetsBadGateway()
    {
        await using var destination = await KestrelServer.StartAsync(http => http.Response.WriteAsync("a page"));
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, WebSockets, protocols: HttpProtocols.Http2);

        using var socket = CreateSocket(http2: true);
        await Should.ThrowAsync<WebSocketException>(() => OpenAsync(socket, proxy));

        socket.HttpStatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await proxy.ResultAsync()).Outcome.ShouldBe(ForwarderOutcome.ResponseHeaders);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\nUpgrade: websocket\r\n")]
    [InlineData("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nUpgrade: other\r\n")]
    [InlineData("Upgrade: websocket\r\n")]
    public async Task Forward_DestinationAcceptsAnotherHandshake_IsABadGateway(string headers)
    {
        using var destination = new RawDestination("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n" + headers + "\r\n");
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, WebSockets);
        using var socket = await proxy.ConnectAsync();

        await socket.SendAsync(Encoding.ASCII.GetBytes(Handshake + "\r\n"));

        (await ReadUntilAsync(socket, "\r\n\r\n")).ShouldStartWith("HTTP/1.1 502");
        (await proxy.ResultAsync()).Outcome.ShouldBe(ForwarderOutcome.ResponseHeaders);
    }

    [Fact]
    public async Task Forward_SwitchingProtocolsWithoutUpgrade_IsABadGateway()
    {
        using var destination = new RawDestination("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, WebSockets);

        using var response = await proxy.Client.GetAsync("/");

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await proxy.ResultAsync()).Outcome.ShouldBe(ForwarderOutcome.ResponseHeaders);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", "501", ForwarderOutcome.UpgradeUnsupported)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket, other\r\n\r\n", "501", ForwarderOutcome.UpgradeUnsupported)]
    [InlineData("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n", "501", ForwarderOutcome.UpgradeUnsupported)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", "400", ForwarderOutcome.UpgradeInvalid)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=!\r\n\r\n", "400", ForwarderOutcome.UpgradeInvalid)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", "400", ForwarderOutcome.UpgradeInvalid)]
    public async Task Forward_AnotherUpgrade_IsRefused(string request, string status, object outcome)
    {
        await using var destination = await KestrelServer.StartAsync(http => Task.FromException(new InvalidOperationException("The destination was called.")));
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, WebSockets);
        using var socket = await proxy.ConnectAsync();

        await socket.SendAsync(Encoding.ASCII.GetBytes(request));

        (await ReadUntilAsync(socket, "\r\n\r\n")).ShouldStartWith("HTTP/1.1 " + status);
        (await proxy.ResultAsync()).Outcome.ShouldBe(outcome);
    }

    [Fact]
    public async Task Forward_UpgradesNotAllowed_RequestIsAnOrdinaryOne()
    {
        await using var destination = await KestrelServer.StartAsync(http => http.Response.WriteAsync($"upgrade:{http.Request.Headers.Upgrade}."));
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address);
        using var socket = await proxy.ConnectAsync();

        await socket.SendAsync(Encoding.ASCII.GetBytes(Handshake + "\r\n"));

        (await ReadUntilAsync(socket, "upgrade:.")).ShouldStartWith("HTTP/1.1 200");
    }

    [Fact]
    public async Task Forward_IdleWebSocket_IsClosedAfterItsTimeoutAndNotEarlier()
    {
        await using var destination = await StartEchoAsync(http2: true);
        var time = new ManualTime();
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, WebSockets, time: time, http2: true);
        using var socket = await ConnectAsync(proxy, http2: false);

        time.Advance(TimeSpan.FromMinutes(9));
        await EchoAsync(socket);
        time.Advance(TimeSpan.FromMinutes(9));
        await EchoAsync(socket);
        time.Advance(TimeSpan.FromMinutes(11));

        (await proxy.ResultAsync()).Outcome.ShouldBe(ForwarderOutcome.TunnelIdle);
        await Should.ThrowAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[10], Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Forward_DestinationCutsTheConnection_ClientConnectionEnds(bool http2)
    {
        await using var destination = await KestrelServer.StartAsync(
            async http =>
            {
                using var socket = await http.WebSockets.AcceptWebSocketAsync("chat.v2");
                await socket.ReceiveAsync(new byte[10], Cancellation);
                http.Abort();
            },
            http2 ? HttpProtocols.Http2 : HttpProtocols.Http1,
            webSockets: true);
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, WebSockets, http2: http2);
        using var socket = await ConnectAsync(proxy, http2: false);

        await socket.SendAsync("x"u8.ToArray(), WebSocketMessageType.Text, true, Cancellation);

        await Should.ThrowAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[10], Cancellation));
        (await proxy.ResultAsync()).IsUpgraded.ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Forward_ClientDisappears_DestinationIsClosed(bool http2)
    {
        var closed = new TaskCompletionSource();
        await using var destination = await KestrelServer.StartAsync(
            async http =>
            {
                using var socket = await http.WebSockets.AcceptWebSocketAsync("chat.v2");
                try
                {
                    await socket.ReceiveAsync(new byte[10], Cancellation);
                }
                catch (WebSocketException)
                {
                    closed.SetResult();
                }
            },
            http2 ? HttpProtocols.Http2 : HttpProtocols.Http1,
            webSockets: true);
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, WebSockets, http2: http2);
        using (var socket = await proxy.ConnectAsync())
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(Handshake + "Sec-WebSocket-Protocol: chat.v2\r\n\r\n"));
            (await ReadUntilAsync(socket, "\r\n\r\n")).ShouldStartWith("HTTP/1.1 101");
            socket.LingerState = new LingerOption(true, 0);
        }

        await closed.Task.WaitAsync(TestTimeouts.Default, Cancellation);
        (await proxy.ResultAsync()).Outcome.ShouldBe(ForwarderOutcome.TunnelClient);
    }

    private static Task<KestrelServer> StartEchoAsync(bool http2) => KestrelServer.StartAsync(
        async http =>
        {
            http.WebSockets.WebSocketRequestedProtocols.ShouldBe(["chat.v1", "chat.v2"]);
            using var socket = await http.WebSockets.AcceptWebSocketAsync("chat.v2");
            var buffer = new byte[64 * 1024];
            while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } received)
                await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, CancellationToken.None);
            await socket.CloseAsync(socket.CloseStatus!.Value, socket.CloseStatusDescription, CancellationToken.None);
        },
        http2 ? HttpProtocols.Http2 : HttpProtocols.Http1,
        webSockets: true);

    private static ClientWebSocket CreateSocket(bool http2)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("chat.v1");
        socket.Options.AddSubProtocol("chat.v2");
        socket.Options.CollectHttpResponseDetails = true;
        if (http2)
            (socket.Options.HttpVersion, socket.Options.HttpVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        return socket;
    }

    private static async Task OpenAsync(ClientWebSocket socket, ForwardingProxy proxy)
    {
        // The invoker is required for HTTP/2; the socket keeps its connection.
        var invoker = socket.Options.HttpVersion.Major == 2 ? new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false }) : null;
        await socket.ConnectAsync(new UriBuilder(proxy.Address) { Scheme = "ws", Path = "/chat" }.Uri, invoker, Cancellation);
    }

    private static async Task<ClientWebSocket> ConnectAsync(ForwardingProxy proxy, bool http2)
    {
        var socket = CreateSocket(http2);
        await OpenAsync(socket, proxy);
        return socket;
    }

    private static async Task EchoAsync(ClientWebSocket socket)
    {
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, Cancellation);
        (await socket.ReceiveAsync(new byte[10], Cancellation)).Count.ShouldBe(5);
    }

    private static async Task<string> ReadUntilAsync(Socket socket, string end)
    {
        var text = "";
        var buffer = new byte[4096];
        while (!text.Contains(end, StringComparison.Ordinal))
        {
            var read = await socket.ReceiveAsync(buffer, Cancellation).AsTask().WaitAsync(TestTimeouts.Default, Cancellation);
            text += read > 0 ? Encoding.Latin1.GetString(buffer, 0, read) : throw new EndOfStreamException($"The connection ended after: {text}");
        }
        return text;
    }
}
