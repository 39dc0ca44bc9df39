using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Hubs;

public class HubAccessTests
{
    [Fact]
    public async Task Negotiate_InvalidRequests_GetAStatusAndAReason()
    {
        await using var app = await HubApp.StartAsync();
        var ada = await app.TokenAsync("ada");
        var bob = await app.TokenAsync("bob");
        var run = await app.NewRunAsync("ada");

        (await NegotiateAsync(app, $"?runId={run}", ada)).ShouldBe((200, ""));
        (await NegotiateAsync(app, $"?runId={run}", null)).Status.ShouldBe(401);
        (await NegotiateAsync(app, $"?runId={run}", "forged")).Status.ShouldBe(401);
        (await NegotiateAsync(app, $"?runId={run}", bob)).ShouldBe((403, $"Run {run} belongs to another user."));
        (await NegotiateAsync(app, "?runId=unknown", ada)).ShouldBe((404, "Run 'unknown' not found."));
        (await NegotiateAsync(app, "", ada)).ShouldBe((400, "The query parameter runId is missing. Connect to /ws/runs?runId=…."));
        app.Value("connections_total").ShouldBe(0);
    }

    [Fact]
    public async Task Connect_WithoutNegotiation_IsCheckedToo()
    {
        await using var app = await HubApp.StartAsync();
        var bob = await app.TokenAsync("bob");
        var run = await app.NewRunAsync("ada");

        (await RefusedAsync(app.HubAddress(run), bob)).ShouldBe(HttpStatusCode.Forbidden);
        (await RefusedAsync(app.HubAddress("unknown"), bob)).ShouldBe(HttpStatusCode.NotFound);
        (await RefusedAsync(app.HubAddress(run), null)).ShouldBe(HttpStatusCode.Unauthorized);
        app.Value("connections_total").ShouldBe(0);
    }

    [Fact]
    public async Task Connect_NegotiatedForAnotherRun_IsClosed()
    {
        await using var app = await HubApp.StartAsync();
        var bob = await app.TokenAsync("bob");
        var own = await app.NewRunAsync("bob");
        var other = await app.NewRunAsync("ada");
        var negotiation = (await app.SendAsync(HttpMethod.Post, $"/ws/runs/negotiate?runId={own}&negotiateVersion=1", bob)).Body;
        var id = negotiation.GetProperty("connectionToken").GetString();

        await using var line = await WebSocketLine.ConnectAsync(new Uri($"{app.HubAddress(other)}&id={id}"), bob);
        await using var client = await HubTestClient.StartAsync(line);
        await client.Ended;

        client.Message("closing").GetProperty("reason").GetString().ShouldBe($"Run {other} belongs to another user.");
        client.Has("session").ShouldBeFalse();
        app.Value("connections_total").ShouldBe(0);
        app.Value("active_connections").ShouldBe(0);
    }

    [Fact]
    public async Task Connect_ServerSentEvents_AreRefused()
    {
        await using var app = await HubApp.StartAsync();
        var run = await app.NewRunAsync("ada");
        using var client = app.Host.ClientWith(await app.TokenAsync("ada"));
        var id = (await client.PostAsync($"/ws/runs/negotiate?runId={run}&negotiateVersion=1", null, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var negotiation = await id.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        client.DefaultRequestHeaders.Add("Accept", "text/event-stream");
        using var response = await client.GetAsync($"{app.HubAddress(run)}&id={negotiation.GetProperty("connectionToken").GetString()}", TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("ServerSentEvents transport not supported");
    }

    [Theory]
    [InlineData("""{"protocol":"messagepack","version":1}""")]
    [InlineData("""{"protocol":"json","version":99}""")]
    [InlineData("no JSON")]
    public async Task Connect_InvalidHandshake_IsRefused(string handshake)
    {
        await using var app = await HubApp.StartAsync();
        var run = await app.NewRunAsync("ada");
        await using var line = await WebSocketLine.ConnectAsync(app.HubAddress(run), await app.TokenAsync("ada"));
        await line.SendAsync(handshake + '\u001e');
        (await line.ReceiveAsync()).ShouldNotBeNull().ShouldContain("error");
        (await line.ReceiveAsync()).ShouldBeNull();
        app.Value("connections_total").ShouldBe(0);
    }

    [Fact]
    public async Task Connect_TokenInTheQuery_IsAcceptedAndNeverLogged()
    {
        await using var app = await HubApp.StartAsync();
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 1);
        await using (var line = await WebSocketLine.ConnectAsync(new Uri($"{app.HubAddress(run)}&access_token={token}"), token: null))
        {
            await using var client = await HubTestClient.StartAsync(line);
            await client.WaitForEventsAsync(1);
        }
        (await RefusedAsync(new Uri($"{app.HubAddress(run)}&access_token={token}x"), null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await app.GetAsync($"/api/runs?access_token={await app.TokenAsync("bob")}", null)).Status.ShouldBe(401);
        await app.WaitForValueAsync("active_connections", 0);

        app.Host.Logs.ToString().ShouldContain($"/ws/runs?runId={run}");
        app.Host.Logs.ToString().ShouldNotContain(token);
        app.Host.Logs.ToString().ShouldNotContain(token.Split('.')[2]);
    }

    [Fact]
    public async Task Connect_TooManyConnections_Gets503()
    {
        await using var app = await HubApp.StartAsync(["web_socket:max_connections=2"]);
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await using var first = await app.ConnectAsync(run, token);
        await using var second = await app.ConnectAsync(run, token);

        (await NegotiateAsync(app, $"?runId={run}", token)).Status.ShouldBe(503);
        (await RefusedAsync(app.HubAddress(run), token)).ShouldBe(HttpStatusCode.ServiceUnavailable);

        await second.DisposeAsync();
        await app.WaitForValueAsync("active_connections", 1);
        await using var third = await app.ConnectAsync(run, token);
    }

    [Fact]
    public async Task AccessToken_Expires_ClosesTheConnection()
    {
        var time = new ManualTime();
        await using var app = await HubApp.StartAsync(time: time);
        var run = await app.NewRunAsync("ada");
        await using var client = await app.ConnectAsync(run, await app.TokenAsync("ada"));
        time.Advance(TimeSpan.FromMinutes(14));
        client.Ended.IsCompleted.ShouldBeFalse();

        await HubApp.AdvanceUntilAsync(time, () => app.Connections.Count == 0, "the connection is closed");

        await client.Ended;
        client.Message("closing").GetProperty("reason").GetString().ShouldBe("The access token has expired. Refresh it and connect again.");
        app.Value("active_connections").ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Logout_OnThisHost_ClosesTheConnections(bool longPolling)
    {
        await using var app = await HubApp.StartAsync();
        var run = await app.NewRunAsync("ada");
        var token = await app.TokenAsync("ada");
        await using var client = await app.ConnectAsync(run, token, longPolling: longPolling);
        await using var other = await app.ConnectAsync(run, await app.TokenAsync("ada"));

        (await app.SendAsync(HttpMethod.Post, "/api/auth/logout", token)).Status.ShouldBeInRange(200, 299);

        await client.Ended;
        if (!longPolling)
            client.Message("closing").GetProperty("reason").GetString().ShouldBe("The user has logged out or was disabled.");
        await app.WaitForValueAsync("active_connections", 1);
        other.Has("closing").ShouldBeFalse();
    }

    [Fact]
    public async Task Logout_OnAnotherHost_ClosesTheConnection()
    {
        var time = new ManualTime();
        await using var app = await HubApp.StartAsync(time: time);
        var run = await app.NewRunAsync("ada");
        await using var client = await app.ConnectAsync(run, await app.TokenAsync("ada"));

        // Another host ends the session in the database that both share.
        await app.Host.Services.GetRequiredService<Database>().WriteAsync(session => session.ExecuteAsync("UPDATE orchestrator_sessions SET ended = 1"), TestContext.Current.CancellationToken);
        await HubApp.AdvanceUntilAsync(time, () => app.Connections.Count == 0, "the connection is closed");

        await client.Ended;
        client.Message("closing").GetProperty("reason").GetString().ShouldBe("The user has logged out or was disabled.");
    }

    [Fact]
    public async Task Connect_AuthenticationIsOff_StaysOpen()
    {
        var time = new ManualTime();
        await using var app = await HubApp.StartAsync(["identity:require_authentication=false"], time);
        var run = await app.NewRunAsync("ada");
        await using var line = await WebSocketLine.ConnectAsync(app.HubAddress(run), null);
        await using var client = await HubTestClient.StartAsync(line);
        await client.WaitForAsync("session");
        for (var i = 0; i < 60; i++)
            time.Advance(TimeSpan.FromSeconds(10));
        await app.AddEventsAsync(run, 1);
        await client.WaitForEventsAsync(1);
        app.Connections.Snapshot().ShouldHaveSingleItem().UserId.ShouldBe("admin");
    }

    private static async Task<(int Status, string Message)> NegotiateAsync(HubApp app, string query, string? token)
    {
        var (status, body) = await app.SendAsync(HttpMethod.Post, "/ws/runs/negotiate" + query, token);
        return (status, status == 200 ? "" : body.GetProperty("message").GetString()!);
    }

    private static async Task<HttpStatusCode> RefusedAsync(Uri address, string? token)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (token is not null)
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws" }.Uri, TestContext.Current.CancellationToken));
        return socket.HttpStatusCode;
    }
}
