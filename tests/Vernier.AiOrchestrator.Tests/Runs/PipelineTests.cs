using System.Net;
using Vernier.AiOrchestrator.Tests.ChatServer;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Runs;

public class PipelineTests
{
    [Fact]
    public async Task Run_AllAgentsSucceed_WritesOneDocumentEachInOrder()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var id = await fixture.StartRunAsync();
        var run = await fixture.WaitForEndAsync(id);

        run.GetProperty("status").GetString().ShouldBe("SUCCEEDED");
        fixture.CalledAgents.ShouldBe(Agents.Pipeline);
        run.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("step").GetString())
            .ShouldBe(["REQUIREMENTS", "QUALIFICATION", "DESIGN", "IMPLEMENTATION", "TEST_REPORT", "DOCUMENTATION"]);
        run.GetProperty("steps").EnumerateArray().ShouldAllBe(step => step.GetProperty("status").GetString() == "COMPLETED" && step.GetProperty("executions").GetInt64() == 1);
        run.GetProperty("documents").EnumerateArray().Select(document => document.GetProperty("author").GetString()).ShouldBe(Agents.Pipeline);
        run.GetProperty("costUsd").GetDouble().ShouldBe(6 * (100 + 50) * 0.005 / 1000, 1e-9);

        var document = await fixture.GetAsync($"/api/runs/{id}/documents/architect");
        document.GetProperty("text").GetString().ShouldBe("Result of ARCHITECT.");
        document.GetProperty("title").GetString().ShouldBe("Design");
        (await fixture.EventTypesAsync(id)).ShouldBe(
            ["RUN_CREATED", "RUN_START", .. Agents.Pipeline.SelectMany(_ => (string[])["STEP_START", "STEP_COMPLETE"]), "RUN_SUCCEEDED"]);
    }

    [Fact]
    public async Task Run_EachAgent_ReadsTheTaskAndTheEarlierDocuments()
    {
        await using var fixture = await RunsFixture.StartAsync();
        await fixture.WaitForEndAsync(await fixture.StartRunAsync());

        var calls = fixture.Model.Calls.ToList();
        calls.ShouldAllBe(call => call.Prompt.Contains("Add a health check.") && call.Prompt.Contains("Repository: myorg/myrepo"));
        for (var i = 0; i < calls.Count; i++)
            Agents.Pipeline.Where(agent => calls[i].Prompt.Contains($"Result of {agent}.")).ShouldBe(Agents.Pipeline[..i]);
    }

    [Fact]
    public async Task Run_Succeeded_IsInTheMetrics()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var id = await fixture.StartRunAsync();
        await fixture.WaitForEndAsync(id);
        await fixture.GetAsync($"/api/runs/{id}/documents/PM");

        await RunsEndedAsync(fixture, 1);
        fixture.Value("orchestrator_workflow_success_total").ShouldBe(1);
        fixture.Value("orchestrator_workflow_duration_count").ShouldBe(1);
        fixture.Value("orchestrator_cost_per_bolt_count").ShouldBe(1);
        fixture.Value("orchestrator_cost_attribution", ("repository", "myorg/myrepo"), ("user", "user123")).ShouldBe(0.0045, 1e-9);
        fixture.Value("orchestrator_blackboard_writes_total").ShouldBe(6);
        fixture.Value("orchestrator_blackboard_reads_total").ShouldBe(1 + 2 + 3 + 4 + 5 + 1);
        foreach (var agent in Agents.Pipeline)
        {
            fixture.Value("orchestrator_agent_step_executions_total", ("agent_type", agent)).ShouldBe(1);
            fixture.Value("orchestrator_agent_step_errors_total", ("agent_type", agent)).ShouldBe(0);
            fixture.Value("orchestrator_agent_execution_latency_count", ("agent_type", agent), ("repository", "myorg/myrepo"), ("user", "user123")).ShouldBe(1);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 2)]
    public async Task Run_TesterRequestsRework_ReturnsItAtMostTwice(int requests, int loops)
    {
        await using var fixture = await RunsFixture.StartAsync();
        var reports = 0;
        fixture.Model.RespondWith(call => Agents.NameOf(call) == "TESTER" && ++reports <= requests
            ? new ChatResponse($"Defect {reports}.\n\n**VERDICT: REWORK**")
            : Agents.Respond(call));
        var id = await fixture.StartRunAsync();
        var run = await fixture.WaitForEndAsync(id);

        run.GetProperty("status").GetString().ShouldBe("SUCCEEDED");
        run.GetProperty("testerLoops").GetInt32().ShouldBe(loops);
        fixture.CalledAgents.ShouldBe(["PM", "QUALIFIER", "ARCHITECT", .. Enumerable.Repeat<string[]>(["DEVELOPER", "TESTER"], loops + 1).SelectMany(pair => pair), "WRITER"]);
        fixture.Model.Calls.ElementAt(5).Prompt.ShouldContain("Defect 1.");
        (await fixture.EventTypesAsync(id)).Count(type => type == "STEP_REWORK").ShouldBe(loops);
        await RunsEndedAsync(fixture, 1);
        fixture.Value("orchestrator_loop_tester_developer_total").ShouldBe(loops);
        fixture.Value("orchestrator_agent_step_executions_total", ("agent_type", "DEVELOPER")).ShouldBe(loops + 1);
    }

    [Fact]
    public async Task Run_AgentTimesOut_FailsWithTheTimeout()
    {
        await using var fixture = await RunsFixture.StartAsync(["runs:agent_timeouts:ARCHITECT=00:00:00.2"]);
        fixture.Model.Respond = async (call, aborted) =>
        {
            if (Agents.NameOf(call) == "ARCHITECT")
                await Task.Delay(Timeout.Infinite, aborted);
            return Agents.Respond(call);
        };
        var id = await fixture.StartRunAsync();
        var run = await fixture.WaitForEndAsync(id);

        run.GetProperty("status").GetString().ShouldBe("FAILED");
        run.GetProperty("reason").GetString().ShouldBe("ARCHITECT failed: The agent did not finish within 0.2 seconds (agent_timeout).");
        var step = run.GetProperty("steps")[2];
        step.GetProperty("status").GetString().ShouldBe("FAILED");
        step.GetProperty("error").GetString().ShouldBe("The agent did not finish within 0.2 seconds (agent_timeout).");
        (await fixture.EventTypesAsync(id)).TakeLast(2).ShouldBe(["STEP_FAILED", "RUN_FAILED"]);
        await RunsEndedAsync(fixture, 1);
        fixture.Value("orchestrator_workflow_failure_total").ShouldBe(1);
        fixture.Value("orchestrator_agent_step_errors_total", ("agent_type", "ARCHITECT")).ShouldBe(1);
        fixture.Value("orchestrator_agent_step_executions_total", ("agent_type", "ARCHITECT")).ShouldBe(1);
        fixture.Value("orchestrator_agent_step_duration_sum", ("step_name", "design")).ShouldBeInRange(200, 60_000);
        fixture.Value("orchestrator_agent_execution_latency_sum", ("agent_type", "ARCHITECT"), ("repository", "myorg/myrepo"), ("user", "user123")).ShouldBeInRange(200, 60_000);
        fixture.Value("orchestrator_workflow_duration_count").ShouldBe(1);
    }

    [Fact]
    public async Task Run_ModelFails_FailsWithTheReason()
    {
        await using var fixture = await RunsFixture.StartAsync(["models:primary:api_key=very-secret-key"]);
        fixture.Model.RespondWith(_ => ChatResponse.Error(500));
        var run = await fixture.WaitForEndAsync(await fixture.StartRunAsync());

        run.GetProperty("status").GetString().ShouldBe("FAILED");
        run.GetProperty("reason").GetString().ShouldStartWith("PM failed: Model call failed: primary leg (gpt-4o): 500");
        run.ToString().ShouldNotContain("very-secret-key");
        fixture.Host.Logs.ToString().ShouldNotContain("very-secret-key");
    }

    [Fact]
    public async Task Run_BudgetIsZero_FailsWithTheBudget()
    {
        await using var fixture = await RunsFixture.StartAsync(["models:budget:max_per_run_usd=0"]);
        var run = await fixture.WaitForEndAsync(await fixture.StartRunAsync());
        run.GetProperty("status").GetString().ShouldBe("FAILED");
        run.GetProperty("reason").GetString().ShouldStartWith("PM failed: The budget of the run is exhausted");
        fixture.Model.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_BudgetIsAlmostExhausted_UsesTheModelOfTheNextLowerComplexity()
    {
        // A step costs 0.00075 USD, so the fifth one starts beyond half of the budget.
        await using var fixture = await RunsFixture.StartAsync(["models:budget:max_per_run_usd=0.005", "models:budget:downgrade_threshold=0.5", "models:primary:models:MEDIUM_LOW=gpt-4o-mini"]);
        var id = await fixture.StartRunAsync();
        (await fixture.WaitForEndAsync(id)).GetProperty("status").GetString().ShouldBe("SUCCEEDED");

        fixture.Model.Calls.Select(call => call.Model).ShouldBe(["gpt-4o", "gpt-4o", "gpt-4o", "gpt-4o", "gpt-4o-mini", "gpt-4o-mini"]);
        var completed = (await fixture.GetAsync($"/api/runs/{id}/events")).GetProperty("events").EnumerateArray()
            .Where(item => item.GetProperty("type").GetString() == "STEP_COMPLETE").Select(item => item.GetProperty("data")).ToList();
        completed.Select(data => data.GetProperty("complexity").GetString()).ShouldBe(["MEDIUM", "MEDIUM", "MEDIUM", "MEDIUM", "MEDIUM_LOW", "MEDIUM_LOW"]);
        completed.ShouldAllBe(data => data.GetProperty("leg").GetString() == "PRIMARY");
    }

    [Fact]
    public async Task Run_ModelWritesCharactersThatPostgresCannotStore_StoresTheRest()
    {
        await using var fixture = await RunsFixture.StartAsync();
        fixture.Model.RespondWith(call => Agents.NameOf(call) == "PM" ? new ChatResponse("a\0b") : Agents.Respond(call));
        var id = await fixture.StartRunAsync();
        await fixture.WaitForEndAsync(id);
        (await fixture.GetAsync($"/api/runs/{id}/documents/PM")).GetProperty("text").GetString().ShouldBe("a\uFFFDb");
    }

    [Fact]
    public async Task Cancel_DuringAStep_AbortsIt()
    {
        await using var fixture = await RunsFixture.StartAsync();
        fixture.Model.Respond = async (_, aborted) =>
        {
            await Task.Delay(Timeout.Infinite, aborted);
            throw new InvalidOperationException();
        };
        var id = await fixture.StartRunAsync(new { repository = "myorg/myrepo", task = "Wait.", grafts = new[] { new { agent = "pm-v1", after = "PM" } } });
        await Waiting.UntilAsync(() => fixture.Model.Active == 1, "the first agent is waiting");
        await fixture.PostAsync($"/api/runs/{id}/cancel", null, HttpStatusCode.Accepted);
        var run = await fixture.WaitForEndAsync(id);

        run.GetProperty("status").GetString().ShouldBe("CANCELLED");
        run.GetProperty("reason").GetString().ShouldBe("Canceled by user123.");
        run.GetProperty("steps")[0].GetProperty("status").GetString().ShouldBe("CANCELLED");
        run.GetProperty("grafts")[0].GetProperty("status").GetString().ShouldBe("CANCELLED");
        await Waiting.UntilAsync(() => fixture.Model.Active == 0, "the model call is aborted");
        await fixture.PostAsync($"/api/runs/{id}/cancel", null, HttpStatusCode.Accepted);
        await Waiting.UntilAsync(() => fixture.Value("orchestrator_workflow_cancelled_total") == 1, "the cancellation is counted");
        fixture.Value("orchestrator_graft_cancelled_total", ("agent", "pm-v1")).ShouldBe(1);
        fixture.Value("orchestrator_workflow_executions_total").ShouldBe(0);
    }

    [Fact]
    public async Task Cancel_QueuedRun_EndsItAtOnce()
    {
        await using var fixture = await RunsFixture.StartAsync(["runs:max_concurrent_runs=1"]);
        fixture.Model.Respond = async (_, aborted) =>
        {
            await Task.Delay(Timeout.Infinite, aborted);
            throw new InvalidOperationException();
        };
        var first = await fixture.StartRunAsync();
        await Waiting.UntilAsync(() => fixture.Model.Active == 1, "the first run is executed");
        var second = await fixture.StartRunAsync();
        var response = await fixture.PostAsync($"/api/runs/{second}/cancel", null, HttpStatusCode.Accepted);
        response.GetProperty("status").GetString().ShouldBe("CANCELLED");
        await fixture.PostAsync($"/api/runs/{first}/cancel", null, HttpStatusCode.Accepted);
        await fixture.WaitForEndAsync(first);
        fixture.Model.Calls.Count.ShouldBe(1);
    }

    /// <summary>The metrics are recorded after the commit, which a client can see first.</summary>
    private static Task RunsEndedAsync(RunsFixture fixture, int runs) =>
        Waiting.UntilAsync(() => fixture.Value("orchestrator_workflow_executions_total") == runs, "the runs are counted");
}
