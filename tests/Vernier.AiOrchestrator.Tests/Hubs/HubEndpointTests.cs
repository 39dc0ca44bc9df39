using System.Text.Json;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Hubs;

public class HubEndpointTests
{
    private const string Connections = "/api/metrics/websocket/connections";
    private const string Admin = "/api/admin/websocket";

    [Fact]
    public async Task Connections_OpenConnection_HasTheDocumentedMembers()
    {
        var time = new ManualTime();
        await using var app = await HubApp.StartAsync(time: time);
        var token = await app.TokenAsync("user123");
        var run = await app.NewRunAsync("user123");
        await app.AddEventsAsync(run, 3);
        await using var client = await app.ConnectAsync(run, token);
        await client.WaitForEventsAsync(3);
        await app.WaitForValueAsync("messages_in_total", 3);
        await app.WaitForValueAsync("message_queue_depth", 0);

        var (status, body) = await app.GetAsync(Connections, token);

        status.ShouldBe(200);
        Names(body).ShouldBe(["activeConnections", "totalActive", "timestamp"]);
        body.GetProperty("totalActive").GetInt32().ShouldBe(1);
        body.GetProperty("timestamp").GetInt64().ShouldBe(time.GetUtcNow().ToUnixTimeMilliseconds());
        var connection = body.GetProperty("activeConnections")[0];
        Names(connection).ShouldBe([
            "sessionId", "userId", "runId", "connectedAt", "messagesSent", "messagesReceived", "messageFailures", "reconnectionCount",
            "averageLatency", "maxLatency", "deliveryRate"]);
        connection.GetProperty("sessionId").GetString().ShouldBe(client.SessionId);
        connection.GetProperty("userId").GetString().ShouldBe("user123");
        connection.GetProperty("runId").GetString().ShouldBe(run);
        connection.GetProperty("connectedAt").GetString().ShouldBe("2026-01-02T03:04:05Z");
        connection.GetProperty("messagesSent").GetInt64().ShouldBe(3);
        connection.GetProperty("messagesReceived").GetInt64().ShouldBe(3);
        connection.GetProperty("deliveryRate").GetDouble().ShouldBe(1);
    }

    [Fact]
    public async Task Connections_UserOrManager_SeesTheOwnOrAll()
    {
        await using var app = await HubApp.StartAsync();
        var ada = await app.TokenAsync("ada");
        var bob = await app.TokenAsync("bob");
        await using var first = await app.ConnectAsync(await app.NewRunAsync("ada"), ada);
        await using var second = await app.ConnectAsync(await app.NewRunAsync("bob"), bob);

        (await TotalAsync(app, ada)).ShouldBe(1);
        (await TotalAsync(app, await app.TokenAsync("grace", Role.WorkflowManager))).ShouldBe(2);
        (await app.GetAsync(Connections, null)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Connections_AnonymousLoopbackAllowed_SeesAll()
    {
        await using var app = await HubApp.StartAsync(["allow_anonymous_loopback=true"]);
        await using var client = await app.ConnectAsync(await app.NewRunAsync("ada"), await app.TokenAsync("ada"));
        (await TotalAsync(app, null)).ShouldBe(1);
        (await app.GetAsync(Admin + "/connections", null)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task AdminRoutes_Roles_AreChecked()
    {
        await using var app = await HubApp.StartAsync();
        var manager = await app.TokenAsync("grace", Role.WorkflowManager);
        foreach (var path in (string[])["/connections", "/connections/x", "/metrics", "/metrics/x", "/health"])
        {
            (await app.GetAsync(Admin + path, null)).Status.ShouldBe(401, path);
            (await app.GetAsync(Admin + path, manager)).Status.ShouldBe(403, path);
        }
        (await app.SendAsync(HttpMethod.Post, Admin + "/cleanup-stale", manager)).Status.ShouldBe(403);
    }

    [Fact]
    public async Task AdminConnections_OfARun_AreListed()
    {
        await using var app = await HubApp.StartAsync();
        var admin = await app.TokenAsync("root", Role.Admin);
        var ada = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await using var first = await app.ConnectAsync(run, ada);
        await using var second = await app.ConnectAsync(await app.NewRunAsync("ada"), ada);

        (await app.GetAsync(Admin + "/connections", admin)).Body.GetProperty("totalActive").GetInt32().ShouldBe(2);
        var ofRun = (await app.GetAsync($"{Admin}/connections/{run}", admin)).Body;
        ofRun.GetProperty("activeConnections").EnumerateArray().ShouldHaveSingleItem().GetProperty("sessionId").GetString().ShouldBe(first.SessionId);
        (await app.GetAsync($"{Admin}/connections/unknown", admin)).Body.GetProperty("totalActive").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task AdminMetrics_OpenAndDisconnectedSessions_HaveAQuality()
    {
        await using var app = await HubApp.StartAsync();
        var admin = await app.TokenAsync("root", Role.Admin);
        var ada = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await using var open = await app.ConnectAsync(run, ada);
        var closed = await app.ConnectAsync(run, ada, Guid.NewGuid().ToString("N"), after: 0);
        await closed.DisposeAsync();
        await app.WaitForValueAsync("active_connections", 1);

        (await app.GetAsync(Admin + "/metrics", admin)).Body.GetProperty("totalSessions").GetInt32().ShouldBe(2);

        var report = (await app.GetAsync($"{Admin}/metrics/{closed.SessionId}", admin)).Body;
        report.GetProperty("session").GetProperty("reconnectionCount").GetInt32().ShouldBe(1);
        report.GetProperty("connected").GetBoolean().ShouldBeFalse();
        report.GetProperty("qualityScore").GetDouble().ShouldBe(94, 1e-9);
        report.GetProperty("health").GetString().ShouldBe("HEALTHY");
        (await app.GetAsync($"{Admin}/metrics/{open.SessionId}", admin)).Body.GetProperty("connected").GetBoolean().ShouldBeTrue();

        var (status, body) = await app.GetAsync($"{Admin}/metrics/unknown", admin);
        status.ShouldBe(404);
        body.GetProperty("message").GetString().ShouldBe("Session not found. It never existed, or its client has been disconnected for too long.");
    }

    [Fact]
    public async Task Health_OpenConnections_AreClassified()
    {
        await using var app = await HubApp.StartAsync();
        var admin = await app.TokenAsync("root", Role.Admin);
        (await app.GetAsync(Admin + "/health", admin)).Body.GetRawText().ShouldBe(
            """{"totalConnections":0,"healthyConnections":0,"degradedConnections":0,"unhealthyConnections":0,"averageQualityScore":0,"overallHealth":"UNKNOWN"}""");

        await using var client = await app.ConnectAsync(await app.NewRunAsync("ada"), await app.TokenAsync("ada"));
        (await app.GetAsync(Admin + "/health", admin)).Body.GetRawText().ShouldBe(
            """{"totalConnections":1,"healthyConnections":1,"degradedConnections":0,"unhealthyConnections":0,"averageQualityScore":100,"overallHealth":"HEALTHY"}""");
    }

    [Fact]
    public async Task CleanupStale_DisconnectedSessions_AreRemovedByAge()
    {
        var time = new ManualTime();
        await using var app = await HubApp.StartAsync(["web_socket:session_retention=1.00:00:00", "identity:access_token_lifetime=02:00:00"], time);
        var admin = await app.TokenAsync("root", Role.Admin);
        var ada = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await using var open = await app.ConnectAsync(run, ada);
        var closed = await app.ConnectAsync(run, ada);
        await closed.DisposeAsync();
        await app.WaitForValueAsync("active_connections", 1);

        time.Advance(TimeSpan.FromMinutes(50));
        (await CleanUpAsync("")).Body.GetRawText().ShouldBe("""{"status":"success","removed":0}""");
        time.Advance(TimeSpan.FromMinutes(10));
        (await CleanUpAsync("")).Body.GetRawText().ShouldBe("""{"status":"success","removed":1}""");
        (await CleanUpAsync("?maxAgeMs=0")).Body.GetRawText().ShouldBe("""{"status":"success","removed":0}""");
        app.Connections.Count.ShouldBe(1);

        foreach (var invalid in (string[])["-1", "x", "1.5", "99999999999999999999"])
        {
            var (status, body) = await CleanUpAsync($"?maxAgeMs={invalid}");
            status.ShouldBe(400, invalid);
            body.GetProperty("message").GetString().ShouldBe($"'{invalid}' is not a valid value of maxAgeMs. It must be a number from 0 to 31536000000.");
        }

        Task<(int Status, JsonElement Body)> CleanUpAsync(string query) => app.SendAsync(HttpMethod.Post, Admin + "/cleanup-stale" + query, admin);
    }

    private static async Task<int> TotalAsync(HubApp app, string? token) => (await app.GetAsync(Connections, token)).Body.GetProperty("totalActive").GetInt32();

    private static IReadOnlyList<string> Names(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name)];
}
