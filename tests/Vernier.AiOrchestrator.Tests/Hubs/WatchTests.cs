using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Runs;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Hubs;

public class WatchTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connect_RunWithEvents_SendsThemAndTheNewOnes(bool longPolling)
    {
        await using var app = await HubApp.StartAsync();
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 2);
        await using var client = await app.ConnectAsync(run, token, longPolling: longPolling);
        await client.WaitForEventsAsync(2);
        await app.AddEventsAsync(run, 1, "GRAFT_START");
        await client.WaitForEventsAsync(3);

        client.Sequences.ShouldBe([1, 2, 3]);
        var last = client.Events[2];
        last.GetProperty("type").GetString().ShouldBe("GRAFT_START");
        last.GetProperty("time").GetDateTimeOffset().ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
        last.GetProperty("data").GetProperty("number").GetInt32().ShouldBe(0);
        client.Message("session").GetProperty("resumed").GetBoolean().ShouldBeFalse();

        await app.WaitForValueAsync("messages_in_total", 3);
        await app.WaitForValueAsync("message_queue_depth", 0);
        app.Value("messages_out_total").ShouldBe(3);
        app.Value("message_failures_total").ShouldBe(0);
        app.Value("active_connections").ShouldBe(1);
        app.Value("connections_total").ShouldBe(1);
        app.Value("fallback_http_total").ShouldBe(longPolling ? 1 : 0);

        await client.DisposeAsync();
        await app.WaitForValueAsync("active_connections", 0);
        app.Value("disconnections_total").ShouldBe(1);
        app.Connections.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(RunEventTypes.StepStart)]
    [InlineData(RunEventTypes.GraftStart)]
    public async Task Connect_MoreEventsThanTheQueueHolds_SendsAllToAClientThatAcknowledges(string type)
    {
        await using var app = await HubApp.StartAsync();
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 600, type);
        await using var client = await app.ConnectAsync(run, token);
        await client.WaitForEventsAsync(600);
        client.Sequences.ShouldBe([.. Enumerable.Range(1, 600).Select(i => (long)i)]);
        await app.WaitForValueAsync("message_queue_depth", 0);
        app.Value("dropped_messages").ShouldBe(0);
        app.Value("message_failures_total").ShouldBe(0);
    }

    [Fact]
    public async Task Connect_WithAfter_SendsOnlyLaterEvents()
    {
        await using var app = await HubApp.StartAsync();
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 5);
        await using var client = await app.ConnectAsync(run, token, after: 3);
        await client.WaitForEventsAsync(2);
        client.Sequences.ShouldBe([4, 5]);
        client.Has("reload").ShouldBeFalse();
    }

    [Fact]
    public async Task Connect_NewClientAfterOldEventsWereDeleted_StartsWithTheOldestOne()
    {
        await using var app = await HubApp.StartAsync();
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 1_010);
        await using var client = await app.ConnectAsync(run, token);
        await client.WaitForEventsAsync(1_000);
        client.Sequences.ShouldBe([.. Enumerable.Range(11, 1_000).Select(i => (long)i)]);
        client.Has("reload").ShouldBeFalse();
    }

    [Theory]
    [InlineData(5, "events that are not kept any more")]
    [InlineData(5_000, "events that do not exist")]
    public async Task Connect_AfterAnUnavailableEvent_RequestsAReload(long after, string because)
    {
        await using var app = await HubApp.StartAsync();
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 1_010);
        await using var client = await app.ConnectAsync(run, token, after: after);

        var reload = await client.WaitForAsync("reload");
        reload.GetProperty("firstSequence").GetInt64().ShouldBe(11, because);
        reload.GetProperty("lastSequence").GetInt64().ShouldBe(1_010);

        await app.AddEventsAsync(run, 1);
        await client.WaitForEventsAsync(1);
        client.Sequences.ShouldBe([1_011]);
    }

    [Fact]
    public async Task Connect_AnotherRun_GetsOnlyItsOwnEvents()
    {
        await using var app = await HubApp.StartAsync();
        var token = await app.TokenAsync("ada");
        var first = await app.NewRunAsync("ada");
        var second = await app.NewRunAsync("ada");
        await using var client = await app.ConnectAsync(first, token);
        await app.AddEventsAsync(second, 3);
        await app.AddEventsAsync(first, 1, "RUN_START");
        await client.WaitForEventsAsync(1);
        client.Events.ShouldHaveSingleItem().GetProperty("type").GetString().ShouldBe("RUN_START");
    }

    [Fact]
    public async Task Watch_RunIsDeleted_ClosesTheConnection()
    {
        await using var app = await HubApp.StartAsync();
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 1);
        await using var client = await app.ConnectAsync(run, token);
        await client.WaitForEventsAsync(1);

        await app.Host.Services.GetRequiredService<Database>().WriteAsync(
            session => session.ExecuteAsync("DELETE FROM orchestrator_runs WHERE id = @Id", new { Id = run }), TestContext.Current.CancellationToken);
        app.Host.Services.GetRequiredService<RunSignals>().RunChanged(run);

        var closing = await client.WaitForAsync("closing");
        closing.GetProperty("reason").GetString().ShouldBe($"Run '{run}' not found.");
        await client.Ended;
        await app.WaitForValueAsync("active_connections", 0);
    }

    [Fact]
    public async Task Connect_WorkflowManager_WatchesTheRunOfAnotherUser()
    {
        await using var app = await HubApp.StartAsync();
        var token = await app.TokenAsync("grace", Role.WorkflowManager);
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 1);
        await using var client = await app.ConnectAsync(run, token);
        await client.WaitForEventsAsync(1);
        app.Connections.Snapshot().ShouldHaveSingleItem().UserId.ShouldBe("grace");
    }

    [Fact]
    public async Task Connect_AThousandConnectionsOneAfterTheOther_LeaveEveryGaugeAtZero()
    {
        await using var app = await HubApp.StartAsync();
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 2);

        await Parallel.ForEachAsync(Enumerable.Range(0, 1_000), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (i, _) =>
        {
            await using var client = await app.ConnectAsync(run, token, acknowledges: i % 2 == 0);
            if (i % 3 == 0)
                await client.WaitForEventsAsync(2);
            client.Drop();
        });

        await app.WaitForValueAsync("disconnections_total", 1_000);
        app.Value("connections_total").ShouldBe(1_000);
        app.Value("active_connections").ShouldBe(0);
        app.Value("message_queue_depth").ShouldBe(0);
        app.Value("dropped_messages").ShouldBe(0);
        app.Connections.Count.ShouldBe(0);
        app.Connections.Snapshot().ShouldBeEmpty();
    }
}
