using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Runs;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;
using Vernier.Services.Web;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Runs;

public class RunEventsTests
{
    [Fact]
    public async Task Append_MoreThanAThousand_KeepsTheLastThousandWithoutGaps()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var id = await fixture.StartRunAsync();
        await fixture.WaitForEndAsync(id);
        var log = fixture.Host.Services.GetRequiredService<EventLog>();
        var database = fixture.Host.Services.GetRequiredService<Database>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                await database.WriteAsync(async session =>
                {
                    for (var j = 0; j < 60; j++)
                        await log.AppendAsync(session, id, "TEST", new { });
                }, TestContext.Current.CancellationToken);
            }
        }, TestContext.Current.CancellationToken)));

        var page = await fixture.Host.Services.GetRequiredService<RunEvents>().ReadAsync(id, 0, 2_000, TestContext.Current.CancellationToken);
        page.LastSequence.ShouldBe(15 + 1_200);
        page.FirstSequence.ShouldBe(page.LastSequence - 999);
        page.Events.Select(e => e.Sequence).ShouldBe(Enumerable.Range((int)page.FirstSequence, 1_000).Select(i => (long)i));
    }

    [Fact]
    public async Task Read_Types_MarksGraftsPrunesAndFlagsAsCritical()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var id = await fixture.StartRunAsync(new { repository = "a/b", task = "x", grafts = new[] { new { agent = "pm-v1", after = "PM" } } });
        await fixture.WaitForEndAsync(id);
        var page = await fixture.Host.Services.GetRequiredService<RunEvents>().ReadAsync(id, 0, 100, TestContext.Current.CancellationToken);
        page.Events.Where(e => e.IsCritical).Select(e => e.Type).ShouldBe(["GRAFT_ADDED", "GRAFT_START", "GRAFT_COMPLETE"]);
        page.Events.ShouldAllBe(e => JsonElement.Parse(e.Data).ValueKind == JsonValueKind.Object && e.RunId == id);
        JsonElement.Parse(page.Events[0].Data).GetProperty("repository").GetString().ShouldBe("a/b");
    }

    [Fact]
    public async Task Wait_EventOfThisHost_ReturnsAtOnce()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var gate = new Gate(fixture, "PM");
        var id = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        var events = fixture.Host.Services.GetRequiredService<RunEvents>();
        var last = (await events.ReadAsync(id, 0, 100, TestContext.Current.CancellationToken)).LastSequence;
        var waiting = events.WaitAsync(id, last, TestContext.Current.CancellationToken);
        waiting.IsCompleted.ShouldBeFalse();
        gate.Open();
        await waiting.WithTimeout();
        await fixture.WaitForEndAsync(id);
        fixture.Host.Services.GetRequiredService<RunSignals>().WatchedRuns.ShouldBeEmpty();
    }

    [Fact]
    public async Task Wait_RunIsDeleted_Throws404()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var id = await fixture.StartRunAsync();
        await fixture.WaitForEndAsync(id);
        var events = fixture.Host.Services.GetRequiredService<RunEvents>();
        var waiting = events.WaitAsync(id, 1_000, TestContext.Current.CancellationToken);
        await fixture.DeleteAsync($"/api/runs/{id}", System.Net.HttpStatusCode.NoContent);
        (await Should.ThrowAsync<RequestException>(() => waiting.WithTimeout())).Status.ShouldBe(404);
    }

    [Fact]
    public async Task LongPolling_NoEvent_RespondsWithAnEmptyPageAfterTheWait()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var gate = new Gate(fixture, "PM");
        var id = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        var last = (await fixture.GetAsync($"/api/runs/{id}/events")).GetProperty("lastSequence").GetInt64();
        var page = await fixture.GetAsync($"/api/runs/{id}/events?after={last}&waitSeconds=1");
        page.GetProperty("events").GetArrayLength().ShouldBe(0);
        page.GetProperty("lastSequence").GetInt64().ShouldBe(last);
        gate.Open();
        await fixture.WaitForEndAsync(id);
    }

    [Fact]
    public async Task LongPolling_HostShutsDown_Responds()
    {
        await using var fixture = await RunsFixture.StartAsync(["runs:drain_timeout=0"]);
        var gate = new Gate(fixture, "PM");
        var id = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        var last = (await fixture.GetAsync($"/api/runs/{id}/events")).GetProperty("lastSequence").GetInt64();
        var waiting = fixture.GetAsync($"/api/runs/{id}/events?after={last}&waitSeconds=30");
        var signals = fixture.Host.Services.GetRequiredService<RunSignals>();
        await Waiting.UntilAsync(() => signals.WatchersOf(id) == 2, "the worker and the request watch the run");
        await fixture.Host.DisposeAsync();
        (await waiting.WithTimeout()).GetProperty("lastSequence").GetInt64().ShouldBe(last);
    }
}
