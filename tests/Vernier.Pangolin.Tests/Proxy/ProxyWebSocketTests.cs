using System.Net.WebSockets;
using System.Text;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Proxy;

public class ProxyWebSocketTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WebSocket_Messages_MoveBothWaysAndAreCounted()
    {
        await using var backend = await Backend.StartAsync(async http =>
        {
            using var accepted = await http.WebSockets.AcceptWebSocketAsync("chat");
            var buffer = new byte[64 * 1024];
            while (await accepted.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } received)
                await accepted.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, CancellationToken.None);
            await accepted.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
        });
        await using var host = await ProxyClient.StartAsync(backend.Address);
        using var socket = await ConnectAsync(host);

        host.Sum("pangolin_resource_active_connections", ("protocol", "websocket")).ShouldBe(1);
        await socket.SendAsync(new byte[10_000], WebSocketMessageType.Binary, true, Cancellation);
        var buffer = new byte[10_000];
        for (var count = 0; count < buffer.Length;)
            count += (await socket.ReceiveAsync(buffer.AsMemory(count), Cancellation).AsTask().WithTimeout()).Count;
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancellation).WithTimeout();

        socket.SubProtocol.ShouldBe("chat");
        socket.CloseStatusDescription.ShouldBe("bye");
        (await host.RequestsAsync(101)).ShouldBe(1);
        host.Sum("pangolin_site_bandwidth_bytes_total", ("protocol", "websocket"), ("direction", "ingress")).ShouldBe(10_000 + 4 + 4 + 2 + 4 + 2);
        host.Sum("pangolin_site_bandwidth_bytes_total", ("protocol", "websocket"), ("direction", "egress")).ShouldBe(10_000 + 4 + 2 + 2 + 3);
        host.Sum("pangolin_resource_errors_total").ShouldBe(0);
        host.Sum("pangolin_resource_request_duration_seconds_count").ShouldBe(1);
    }

    [Fact]
    public async Task WebSocket_TextAndCloseOfTheClient_ReachTheBackend()
    {
        var closed = new TaskCompletionSource<(WebSocketCloseStatus?, string?)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var backend = await Backend.StartAsync(async http =>
        {
            using var accepted = await http.WebSockets.AcceptWebSocketAsync("chat");
            var buffer = new byte[1024];
            while (await accepted.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } received)
                await accepted.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, CancellationToken.None);
            closed.SetResult((accepted.CloseStatus, accepted.CloseStatusDescription));
            await accepted.CloseOutputAsync((WebSocketCloseStatus)4_002, "closed by the backend", CancellationToken.None);
        });
        await using var host = await ProxyClient.StartAsync(backend.Address);
        using var socket = await ConnectAsync(host);

        await socket.SendAsync("5 µs, "u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false, Cancellation);
        await socket.SendAsync("3 Ω"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Cancellation);
        var text = new StringBuilder();
        var buffer = new byte[1024];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(buffer.AsMemory(), Cancellation).AsTask().WithTimeout();
            received.MessageType.ShouldBe(WebSocketMessageType.Text);
            text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
        }
        while (!received.EndOfMessage);
        await socket.CloseAsync((WebSocketCloseStatus)4_001, "closed by the client", Cancellation).WithTimeout();

        text.ToString().ShouldBe("5 µs, 3 Ω");
        (await closed.Task.WithTimeout()).ShouldBe(((WebSocketCloseStatus)4_001, "closed by the client"));
        (socket.CloseStatus, socket.CloseStatusDescription).ShouldBe(((WebSocketCloseStatus)4_002, "closed by the backend"));
        (await host.RequestsAsync(101)).ShouldBe(1);
        host.Sum("pangolin_resource_errors_total").ShouldBe(0);
    }

    [Fact]
    public async Task WebSocket_TunnelIsCut_ClientSeesTheEnd()
    {
        await using var backend = await Backend.StartAsync(async http =>
        {
            using var accepted = await http.WebSockets.AcceptWebSocketAsync("chat");
            await accepted.ReceiveAsync(new byte[10], http.RequestAborted);
        });
        await using var host = await PangolinHost.StartAsync(["tunnels:drain_timeout=0"]);
        var site = await host.ConnectAsync(ProxyClient.Site, $"b0={backend.Address}");
        await host.AddResourceAsync(ProxyClient.Resource, ProxyClient.Site, ProxyClient.Host, "b0");
        using var socket = await ConnectAsync(host);

        await site.DisposeAsync();

        await Should.ThrowAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[10], Cancellation).WithTimeout());
        (await host.RequestsAsync(502)).ShouldBe(1);
        host.Sum("pangolin_resource_errors_total").ShouldBe(1);
    }

    [Fact]
    public async Task Upgrade_OtherProtocol_Returns501()
    {
        await using var backend = await Backend.StartAsync("hello");
        await using var host = await ProxyClient.StartAsync(backend.Address);

        var response = await host.SendRawAsync("GET / HTTP/1.1\r\nHost: app.example.test\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n");

        response.ShouldStartWith("HTTP/1.1 501");
        response.ShouldContain("supports HTTP and WebSocket only");
        (await host.RequestsAsync(501)).ShouldBe(1);
        host.Errors("invalid_request").ShouldBe(1);
    }

    private static async Task<ClientWebSocket> ConnectAsync(PangolinHost host)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("chat");
        socket.Options.SetRequestHeader("Host", ProxyClient.Host);
        await socket.ConnectAsync(new UriBuilder(host.Proxy().Address) { Scheme = "ws", Path = "/chat" }.Uri, Cancellation).WithTimeout();
        return socket;
    }
}
