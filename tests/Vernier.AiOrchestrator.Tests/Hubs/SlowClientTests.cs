using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Hubs;

public class SlowClientTests
{
    [Fact]
    public async Task Client_StopsSendingKeepAlives_IsDisconnected()
    {
        await using var app = await HubApp.StartAsync(["web_socket:client_timeout=1", "web_socket:keep_alive_interval=1"]);
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 2);
        await using var client = await app.ConnectAsync(run, await app.TokenAsync("ada"), acknowledges: false, ping: PingResponse.None);
        await client.WaitForEventsAsync(2);

        // SignalR expects further keep-alive messages after the first one.
        await client.SendTextAsync("""{"type":6}""" + '\u001e');
        await client.Ended;

        client.CloseError.ShouldBe("Connection closed with an error.");
        await app.WaitForValueAsync("active_connections", 0);
        app.Value("message_failures_total").ShouldBe(2);
        app.Value("message_queue_depth").ShouldBe(0);
    }

    [Fact]
    public async Task Client_DoesNotReadItsMessages_IsDisconnected()
    {
        var time = new ManualTime();
        await using var app = await HubApp.StartAsync(time: time);
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");

        // More than the buffers of both sides of a TCP connection hold.
        var text = new string('x', 200_000);
        await app.Host.Services.GetRequiredService<Database>().WriteAsync(async session =>
        {
            for (var i = 0; i < 200; i++)
                await app.Host.Services.GetRequiredService<EventLog>().AppendAsync(session, run, RunEventTypes.StepComplete, new { text });
        }, TestContext.Current.CancellationToken);

        await using var line = await WebSocketLine.ConnectAsync(app.HubAddress(run), token);
        await line.SendAsync("""{"protocol":"json","version":1}""" + '\u001e');
        await app.WaitForValueAsync("active_connections", 1);
        await HubApp.AdvanceUntilAsync(time, () => app.Connections.Count == 0, "the client is disconnected");

        await app.WaitForValueAsync("active_connections", 0);
        app.Value("message_queue_depth").ShouldBe(0);
        app.Value("message_failures_total").ShouldBe(app.Value("messages_out_total"));
        app.Value("messages_out_total").ShouldBeInRange(1, 199);
        app.Host.Logs.ToString().ShouldContain($"Closed the connection of user ada to run {run}: The client does not read its messages.");
    }
}
