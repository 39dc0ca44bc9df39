using Vernier.AiOrchestrator.Tests.ChatServer;
using Vernier.AiOrchestrator.Tests.Hubs;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Runs;

/// <summary>Many concurrent runs, some of them watched, against a model that fails at random: every figure is exact.</summary>
public class ExactnessTests
{
    private const int Runs = 200;
    private const int Seed = 20261121;
    private const int RunsPerWatcher = 20;

    [Fact]
    public async Task Metrics_RunsWithRandomFailures_AddUp()
    {
        await using var fixture = await RunsFixture.StartAsync(
        [
            "runs:max_concurrent_runs=16",
            "grafts:max_attempts=2",
            "models:primary:input_price=0.005",
            "models:primary:output_price=0.015",
            // Open circuits would hide the random failures.
            "models:circuit_breaker:min_calls=1000",
            "models:circuit_breaker:failure_ratio=1",
            "models:budget:max_per_day_usd=1000000",
        ]);
        var random = new Random(Seed);
        fixture.Model.RespondWith(call =>
        {
            lock (random)
            {
                var agent = Agents.NameOf(call);
                var chance = random.NextDouble();
                if (chance < (agent.EndsWith("-v1", StringComparison.Ordinal) ? 0.3 : 0.04))
                    return ChatResponse.Error(chance < 0.02 ? 429 : 500);
                var response = agent is "TESTER" or "architect-v1" && chance > 0.7 ? new ChatResponse("Defects.\nVERDICT: REWORK") : Agents.Respond(call);
                return response with { InputTokens = random.Next(1, 5_000), OutputTokens = random.Next(1, 2_000) };
            }
        });

        var token = (await fixture.Host.IssueAsync("user123")).AccessToken;
        var ids = new List<string>();
        var watchers = new List<(HubTestClient Client, string RunId)>();
        for (var i = 0; i < Runs; i++)
        {
            var id = await fixture.StartRunAsync(new
            {
                repository = $"myorg/repo{i % 3}",
                task = $"Task {i}.",
                grafts = i % 2 == 0 ? new[] { new { agent = "pm-v1", after = "PM" }, new { agent = "architect-v1", after = "DEVELOPER" } } : [],
            });
            ids.Add(id);
            // Every other watcher never acknowledges.
            if (i % RunsPerWatcher == 0)
                watchers.Add((await HubTestClient.StartAsync(await WebSocketLine.ConnectAsync(new Uri(fixture.Host.Address, $"/ws/runs?runId={id}"), token), acknowledges: watchers.Count % 2 == 0), id));
        }
        var statuses = new Dictionary<string, int>();
        var reported = 0.0;
        foreach (var id in ids)
        {
            var run = await fixture.WaitForEndAsync(id);
            var status = run.GetProperty("status").GetString()!;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            reported += run.GetProperty("costUsd").GetDouble();
            // Each result is stored once.
            var types = await fixture.EventTypesAsync(id);
            types.Count(type => type is "RUN_SUCCEEDED" or "RUN_FAILED").ShouldBe(1);
            types.Count(type => type == "STEP_START").ShouldBe(types.Count(type => type is "STEP_COMPLETE" or "STEP_FAILED"));
        }
        await Waiting.UntilAsync(() => fixture.Value("orchestrator_workflow_executions_total") == Runs, "all runs are counted");
        await DisconnectAsync(fixture, watchers);

        var metrics = fixture.Scrape();
        var cost = fixture.Model.InputTokens * 0.005 / 1000 + fixture.Model.OutputTokens * 0.015 / 1000;
        statuses["SUCCEEDED"].ShouldBeGreaterThan(0);
        statuses["FAILED"].ShouldBeGreaterThan(0);
        fixture.Value("orchestrator_workflow_success_total").ShouldBe(statuses["SUCCEEDED"]);
        fixture.Value("orchestrator_workflow_failure_total").ShouldBe(statuses["FAILED"]);
        fixture.Value("orchestrator_workflow_duration_count").ShouldBe(Runs);
        fixture.Value("orchestrator_cost_per_bolt_count").ShouldBe(Runs);
        fixture.Value("orchestrator_cost_per_bolt_sum").ShouldBe(cost, 1e-6);
        metrics.Samples.Where(sample => sample.Name == "orchestrator_cost_attribution").Sum(sample => sample.Value).ShouldBe(cost, 1e-6);
        reported.ShouldBe(cost, 1e-6);
        foreach (var agent in new[] { "pm-v1", "architect-v1" })
        {
            var executions = fixture.Value("orchestrator_graft_executions_total", ("agent", agent));
            executions.ShouldBeGreaterThan(0);
            executions.ShouldBe(fixture.Value("orchestrator_graft_success_total", ("agent", agent)) + fixture.Value("orchestrator_graft_failure_total", ("agent", agent)));
        }
        // The quantile of a summary without observations is NaN.
        metrics.Samples.Where(sample => sample.Value < 0).ShouldBeEmpty();
    }

    /// <summary>Checks that each watcher got all events of its run, and that the gauges of connections return to 0.</summary>
    private static async Task DisconnectAsync(RunsFixture fixture, IReadOnlyList<(HubTestClient Client, string RunId)> watchers)
    {
        foreach (var (client, runId) in watchers)
        {
            var events = (await fixture.EventTypesAsync(runId)).Count;
            await client.WaitForEventsAsync(events);
            client.Sequences.ShouldBe(Enumerable.Range(1, events).Select(number => (long)number));
        }
        var sent = watchers.Sum(watcher => watcher.Client.Events.Count);
        var silent = watchers.Where(watcher => !watcher.Client.Acknowledges).Sum(watcher => watcher.Client.Events.Count);
        await Waiting.UntilAsync(() => Value("message_queue_depth") + Value("message_failures_total") == silent, "the acknowledgments");
        foreach (var (client, _) in watchers)
            await client.DisposeAsync();
        await Waiting.UntilAsync(() => Value("active_connections") == 0, "the end of the connections");

        Value("connections_total").ShouldBe(watchers.Count);
        Value("disconnections_total").ShouldBe(watchers.Count);
        Value("messages_out_total").ShouldBe(sent);
        Value("message_failures_total").ShouldBe(silent);
        Value("message_queue_depth").ShouldBe(0);
        Value("dropped_messages").ShouldBe(0);

        double Value(string metric) => fixture.Value($"orchestrator_websocket_{metric}");
    }
}
