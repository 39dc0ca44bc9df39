using Vernier.AiOrchestrator.Tests.Hubs;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.SignalR;

/// <summary>The SignalR client for JavaScript watches a run, on a network that fails.</summary>
public class JavaScriptClientTests
{
    [Fact]
    public async Task Watch_ConnectionIsLost_ResumesWithoutGapAndDuplicate()
    {
        await using var app = await HubApp.StartAsync(["web_socket:ping_interval=00:00:00.1"]);
        var token = await app.TokenAsync("user123");
        var run = await app.NewRunAsync("user123");
        await using var network = new UnreliableNetwork(app.Host.Address);
        await using var client = JavaScriptClient.Start(new Uri(network.Address, "/ws/runs"), run, token);
        await client.WaitForAsync("flag");
        await app.AddEventsAsync(run, 9);
        await client.WaitForAsync("event", 10);
        await app.WaitForValueAsync("message_queue_depth", 0);

        network.GoDown();
        await client.WaitForAsync("reconnecting");
        await app.WaitForValueAsync("active_connections", 0);
        await app.AddEventsAsync(run, 10);
        network.GoUp();
        await client.WaitForAsync("reconnected");
        await app.AddEventsAsync(run, 10);
        await client.WaitForAsync("event", 30);

        client.Sequences.ShouldBe([.. Enumerable.Range(1, 30).Select(i => (long)i)]);
        var sessions = client.Of("session");
        sessions.Count.ShouldBe(2);
        sessions[1].GetProperty("sessionId").GetString().ShouldBe(sessions[0].GetProperty("sessionId").GetString());
        sessions[1].GetProperty("resumed").GetBoolean().ShouldBeTrue();
        client.Of("closed").ShouldBeEmpty();

        await app.WaitForValueAsync("message_queue_depth", 0);
        app.Value("messages_out_total").ShouldBe(30);
        app.Value("message_failures_total").ShouldBe(0);
        app.Value("connections_total").ShouldBe(2);
        app.Value("reconnections_total").ShouldBe(1);
        app.Value("fallback_http_total").ShouldBe(0);
        await Eventually.TrueAsync("the round-trip time is measured", _ => Task.FromResult(app.Value("message_latency_count") > 0));

        await client.StopAsync();
        await app.WaitForValueAsync("active_connections", 0);
        app.Value("disconnections_total").ShouldBe(2);
    }

    [Fact]
    public async Task Watch_WebSocketsAreRefused_FallsBackToLongPolling()
    {
        await using var app = await HubApp.StartAsync();
        var token = await app.TokenAsync("user123");
        var run = await app.NewRunAsync("user123");
        await using var network = new UnreliableNetwork(app.Host.Address) { RefusesWebSockets = true };
        await using var client = JavaScriptClient.Start(new Uri(network.Address, "/ws/runs"), run, token);
        await client.WaitForAsync("flag");
        await app.AddEventsAsync(run, 9);
        await client.WaitForAsync("event", 10);

        client.Sequences.ShouldBe([.. Enumerable.Range(1, 10).Select(i => (long)i)]);
        network.Refused.ShouldBe(1);
        app.Value("fallback_http_total").ShouldBe(1);
        app.Value("connections_total").ShouldBe(1);
        await app.WaitForValueAsync("message_queue_depth", 0);

        await client.StopAsync();
        await app.WaitForValueAsync("active_connections", 0);
    }
}
