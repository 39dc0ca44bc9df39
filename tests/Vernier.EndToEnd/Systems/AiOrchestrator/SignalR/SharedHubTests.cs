using Vernier.AiOrchestrator.Tests.Hubs;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.SignalR;

/// <summary>Clients of two hosts that share a PostgreSQL.</summary>
public sealed class SharedHubTests : IDisposable
{
    private readonly TemporaryFolder _secrets = new();

    public void Dispose() => _secrets.Dispose();

    [Fact]
    public async Task Watch_RunOfAnotherHost_GetsItsEventsAndResumesThere()
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var first = await StartAsync(postgres);
        await using var second = await StartAsync(postgres);
        var run = await first.NewRunAsync("ada");
        var token = await first.TokenAsync("ada");
        await using var client = await second.ConnectAsync(run, token);

        await first.AddEventsAsync(run, 3);
        await client.WaitForEventsAsync(3);
        await client.InvokeAsync("Flag", "COST", "Too expensive");
        await client.WaitForEventsAsync(4);

        // The client loses the second host and continues on the first one.
        client.Drop();
        await using var resumed = await first.ConnectAsync(run, token, client.SessionId, after: 4);
        await first.AddEventsAsync(run, 2);
        await resumed.WaitForEventsAsync(2);

        client.Sequences.ShouldBe([1, 2, 3, 4]);
        resumed.Sequences.ShouldBe([5, 6]);
        first.Value("reconnections_total").ShouldBe(1);
        await second.WaitForValueAsync("active_connections", 0);
    }

    [Fact]
    public async Task DisableUser_OnAnotherHost_ClosesTheConnection()
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var first = await StartAsync(postgres);
        await using var second = await StartAsync(postgres);
        var run = await first.NewRunAsync("ada");
        await using var client = await second.ConnectAsync(run, await second.TokenAsync("ada"));

        await first.DisableAsync("ada");

        await client.Ended;
        client.Message("closing").GetProperty("reason").GetString().ShouldBe("The user has logged out or was disabled.");
        await second.WaitForValueAsync("active_connections", 0);
    }

    [Fact]
    public async Task Watch_DatabaseIsStopped_ContinuesWhenItIsBack()
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var app = await StartAsync(postgres);
        var run = await app.NewRunAsync("ada");
        var token = await app.TokenAsync("ada");
        await app.AddEventsAsync(run, 2);
        await using var client = await app.ConnectAsync(run, token);
        await client.WaitForEventsAsync(2);

        await postgres.StopAsync();
        await Should.ThrowAsync<InvalidOperationException>(() => client.InvokeAsync("Flag", "COST", "Too expensive"));
        (await app.SendAsync(HttpMethod.Post, $"/ws/runs/negotiate?runId={run}", token)).Status.ShouldBe(503);
        await Eventually.TrueAsync("the outage is logged", _ => Task.FromResult(app.Host.Logs.ToString().Contains("Cannot check whether connected users", StringComparison.Ordinal)));
        await postgres.StartAsync();

        await app.AddEventsAsync(run, 2);
        await client.WaitForEventsAsync(4);
        client.Sequences.ShouldBe([1, 2, 3, 4]);
        client.Has("closing").ShouldBeFalse();
        await app.WaitForValueAsync("message_queue_depth", 0);
        app.Value("message_failures_total").ShouldBe(0);
    }

    private Task<HubApp> StartAsync(PostgresServer postgres) =>
        HubApp.StartAsync([$"secrets:directory={_secrets.FullName}"], orchestrator: builder => builder.UsePostgres(postgres.ConnectionString));
}
