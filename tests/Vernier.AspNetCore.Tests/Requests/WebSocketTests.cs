using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Vernier.AspNetCore.Tests.Support;
using Vernier.Testing;

namespace Vernier.AspNetCore.Tests.Requests;

public class WebSocketTests
{
    [Fact]
    public async Task WebSocket_UntilItIsClosed_IsInProgress()
    {
        await using var app = await TestApp.StartOnKestrelAsync(a =>
        {
            a.UseWebSockets();
            a.Map("/chat", async context =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, default);
                await socket.ReceiveAsync(new byte[16], default);
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
            });
        });
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new UriBuilder(app.Url) { Scheme = "ws", Path = "/chat" }.Uri, TestContext.Current.CancellationToken);
        await client.ReceiveAsync(new byte[16], TestContext.Current.CancellationToken).WithTimeout();
        app.Read().Active("GET").ShouldBe(1);
        app.Read().HasFamily(RequestSeries.Duration).ShouldBeFalse();

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken).WithTimeout();
        await app.RequestEndedAsync();
        app.Read().Active("GET").ShouldBe(0);
        app.Read().Completed("GET", "/chat", "101").ShouldBe(1);
    }
}
