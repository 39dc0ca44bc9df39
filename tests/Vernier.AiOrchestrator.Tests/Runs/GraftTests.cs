using System.Net;
using System.Text.Json;
using Vernier.AiOrchestrator.Tests.ChatServer;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Runs;

public class GraftTests
{
    [Fact]
    public async Task Start_WithGrafts_ExecutesThemAtTheirCheckpoints()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var id = await fixture.StartRunAsync(new
        {
            repository = "myorg/myrepo",
            task = "Add a health check.",
            complexity = "HIGH",
            grafts = new object[] { new { agent = "writer-v1", after = "WRITER" }, new { agent = "pm-v1", after = "PM", timeoutMs = 5000 }, new { agent = "qualifier-v1", after = "PM" } },
        });
        var run = await fixture.WaitForEndAsync(id);

        run.GetProperty("status").GetString().ShouldBe("SUCCEEDED");
        fixture.CalledAgents.ShouldBe(["PM", "pm-v1", "qualifier-v1", "QUALIFIER", "ARCHITECT", "DEVELOPER", "TESTER", "WRITER", "writer-v1"]);
        fixture.Model.Calls.ElementAt(3).Prompt.ShouldContain("Result of pm-v1.");
        fixture.Model.Calls.ElementAt(0).Prompt.ShouldContain("Complexity: HIGH");
        var grafts = run.GetProperty("grafts").EnumerateArray().ToList();
        grafts.ShouldAllBe(graft => graft.GetProperty("status").GetString() == "COMPLETED" && graft.GetProperty("attempts").GetInt32() == 1);
        grafts[1].GetProperty("timeoutMs").GetInt32().ShouldBe(5000);
        (await fixture.GetAsync($"/api/runs/{id}/documents/pm-v1")).GetProperty("text").GetString().ShouldBe("Result of pm-v1.");
        (await fixture.GetAsync($"/api/runs/{id}/documents/{grafts[0].GetProperty("id").GetString()}")).GetProperty("agent").GetString().ShouldBe("writer-v1");
        var types = await fixture.EventTypesAsync(id);
        types.Count(type => type == "GRAFT_ADDED").ShouldBe(3);
        types.Count(type => type == "GRAFT_START").ShouldBe(3);
        types.Count(type => type == "GRAFT_COMPLETE").ShouldBe(3);
        fixture.Value("orchestrator_graft_success_total", ("agent", "pm-v1")).ShouldBe(1);
    }

    [Fact]
    public async Task Graft_WhileTheRunIsExecuted_IsExecutedAtItsCheckpoint()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var gate = new Gate(fixture, "ARCHITECT");
        var id = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        var created = await fixture.PostAsync($"/api/runs/{id}/grafts", new { agent = "pm-v1", after = "ARCHITECT" }, HttpStatusCode.Accepted);
        var passed = await fixture.PostAsync($"/api/runs/{id}/grafts", new { agent = "pm-v1", after = "QUALIFIER" }, HttpStatusCode.Conflict);
        gate.Open();
        var run = await fixture.WaitForEndAsync(id);

        passed.GetProperty("message").GetString().ShouldBe($"The checkpoint after QUALIFIER of run {id} has passed: ARCHITECT has started.");
        run.GetProperty("grafts").EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(created.GetProperty("id").GetString());
        fixture.CalledAgents.ShouldBe(["PM", "QUALIFIER", "ARCHITECT", "pm-v1", "DEVELOPER", "TESTER", "WRITER"]);
        var late = await fixture.PostAsync($"/api/runs/{id}/grafts", new { agent = "pm-v1", after = "WRITER" }, HttpStatusCode.Conflict);
        late.GetProperty("message").GetString().ShouldBe($"Run {id} has ended: SUCCEEDED.");
    }

    [Fact]
    public async Task Run_GraftFails_Continues()
    {
        await using var fixture = await RunsFixture.StartAsync(["grafts:max_attempts=2", "models:circuit_breaker:min_calls=100"]);
        fixture.Model.RespondWith(call => Agents.NameOf(call) == "pm-v1" ? ChatResponse.Error(500) : Agents.Respond(call));
        var id = await fixture.StartRunAsync(new { repository = "myorg/myrepo", task = "Fail.", grafts = new[] { new { agent = "pm-v1", after = "PM" } } });
        var run = await fixture.WaitForEndAsync(id);

        run.GetProperty("status").GetString().ShouldBe("SUCCEEDED");
        var graft = run.GetProperty("grafts")[0];
        graft.GetProperty("status").GetString().ShouldBe("FAILED");
        graft.GetProperty("attempts").GetInt32().ShouldBe(2);
        graft.GetProperty("error").GetString()!.ShouldContain("500");
        (await fixture.EventTypesAsync(id)).ShouldContain("GRAFT_FAILED");
        await fixture.GetAsync($"/api/runs/{id}/documents/pm-v1", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Run_CircuitOfTheGraftAgentIsOpen_ContinuesWithoutIt()
    {
        await using var fixture = await RunsFixture.StartAsync(["grafts:max_attempts=1", "grafts:failure_threshold=1", "models:circuit_breaker:min_calls=100"]);
        fixture.Model.RespondWith(call => Agents.NameOf(call) == "pm-v1" ? ChatResponse.Error(500) : Agents.Respond(call));
        var id = await fixture.StartRunAsync(new
        {
            repository = "myorg/myrepo",
            task = "Fail.",
            grafts = new[] { new { agent = "pm-v1", after = "PM" }, new { agent = "pm-v1", after = "WRITER" } },
        });
        var run = await fixture.WaitForEndAsync(id);

        run.GetProperty("status").GetString().ShouldBe("SUCCEEDED");
        run.GetProperty("grafts").EnumerateArray().Select(graft => graft.GetProperty("status").GetString()).ShouldBe(["FAILED", "CIRCUIT_OPEN"]);
        run.GetProperty("grafts")[1].GetProperty("attempts").GetInt32().ShouldBe(0);
        fixture.Value("orchestrator_graft_rejected_total", ("agent", "pm-v1")).ShouldBe(1);
        fixture.Value("orchestrator_graft_executions_total", ("agent", "pm-v1")).ShouldBe(1);
    }

    [Fact]
    public async Task Run_GraftTimesOut_Continues()
    {
        await using var fixture = await RunsFixture.StartAsync(["grafts:max_attempts=1"]);
        _ = new Gate(fixture, "pm-v1");
        var id = await fixture.StartRunAsync(new { repository = "myorg/myrepo", task = "Wait.", grafts = new[] { new { agent = "pm-v1", after = "PM", timeoutMs = 100 } } });
        var run = await fixture.WaitForEndAsync(id);
        run.GetProperty("status").GetString().ShouldBe("SUCCEEDED");
        run.GetProperty("grafts")[0].GetProperty("status").GetString().ShouldBe("TIMEOUT");
        fixture.Value("orchestrator_graft_timeout_total", ("agent", "pm-v1")).ShouldBe(1);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(9, 2)]
    public async Task Run_ReviewingGraftRequestsRework_ReturnsItAtMostTwice(int requests, int loops)
    {
        await using var fixture = await RunsFixture.StartAsync();
        var reviews = 0;
        fixture.Model.RespondWith(call => Agents.NameOf(call) == "architect-v1" && ++reviews <= requests
            ? new ChatResponse($"Finding {reviews}.\nVERDICT: REWORK")
            : Agents.Respond(call));
        var id = await fixture.StartRunAsync(new { repository = "myorg/myrepo", task = "Review.", grafts = new[] { new { agent = "architect-v1", after = "DEVELOPER" } } });
        var run = await fixture.WaitForEndAsync(id);

        run.GetProperty("status").GetString().ShouldBe("SUCCEEDED");
        run.GetProperty("reviewLoops").GetInt32().ShouldBe(loops);
        fixture.CalledAgents.ShouldBe(["PM", "QUALIFIER", "ARCHITECT", .. Enumerable.Repeat<string[]>(["DEVELOPER", "architect-v1"], loops + 1).SelectMany(pair => pair), "TESTER", "WRITER"]);
        fixture.Model.Calls.ElementAt(5).Prompt.ShouldContain("Finding 1.");
        fixture.Value("orchestrator_loop_review_developer_total").ShouldBe(loops);
        fixture.Value("orchestrator_graft_executions_total", ("agent", "architect-v1")).ShouldBe(loops + 1);
    }

    [Fact]
    public async Task Run_Fails_CancelsItsPendingGraftsOnce()
    {
        await using var fixture = await RunsFixture.StartAsync();
        fixture.Model.RespondWith(_ => ChatResponse.Error(400));
        var id = await fixture.StartRunAsync(new { repository = "myorg/myrepo", task = "Fail.", grafts = new[] { new { agent = "pm-v1", after = "PM" }, new { agent = "writer-v1", after = "WRITER" } } });
        var run = await fixture.WaitForEndAsync(id);

        run.GetProperty("grafts").EnumerateArray().ShouldAllBe(graft => graft.GetProperty("status").GetString() == "CANCELLED");
        (await fixture.EventTypesAsync(id)).Count(type => type == "GRAFT_CANCELLED").ShouldBe(2);
        await Waiting.UntilAsync(() => fixture.Value("orchestrator_workflow_failure_total") == 1, "the run is counted");
        fixture.Value("orchestrator_graft_cancelled_total", ("agent", "pm-v1")).ShouldBe(1);
        fixture.Value("orchestrator_graft_cancelled_total", ("agent", "writer-v1")).ShouldBe(1);
        fixture.Value("orchestrator_graft_executions_total", ("agent", "pm-v1")).ShouldBe(0);
    }

    [Fact]
    public async Task Cancel_DuringAGraft_CancelsItOnce()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var gate = new Gate(fixture, "pm-v1");
        var id = await fixture.StartRunAsync(new { repository = "myorg/myrepo", task = "Wait.", grafts = new[] { new { agent = "pm-v1", after = "PM" } } });
        await gate.ArrivalAsync();
        (await fixture.RunAsync(id)).GetProperty("grafts")[0].GetProperty("status").GetString().ShouldBe("RUNNING");
        await fixture.PostAsync($"/api/runs/{id}/cancel", null, HttpStatusCode.Accepted);
        var run = await fixture.WaitForEndAsync(id);

        run.GetProperty("grafts")[0].GetProperty("status").GetString().ShouldBe("CANCELLED");
        await Waiting.UntilAsync(() => fixture.Value("orchestrator_workflow_cancelled_total") == 1, "the run is counted");
        fixture.Value("orchestrator_graft_cancelled_total", ("agent", "pm-v1")).ShouldBe(1);
        fixture.Value("orchestrator_graft_executions_total", ("agent", "pm-v1")).ShouldBe(0);
    }

    [Fact]
    public async Task Graft_BudgetIsExhausted_IsCanceledWithTheReason()
    {
        // The first agent costs 0.00075 USD.
        await using var fixture = await RunsFixture.StartAsync(["models:budget:max_per_run_usd=0.0001"]);
        var id = await fixture.StartRunAsync(new { repository = "myorg/myrepo", task = "Spend.", grafts = new[] { new { agent = "pm-v1", after = "PM" } } });
        var run = await fixture.WaitForEndAsync(id);

        run.GetProperty("status").GetString().ShouldBe("FAILED");
        run.GetProperty("reason").GetString().ShouldStartWith("QUALIFIER failed: The budget of the run is exhausted");
        var graft = run.GetProperty("grafts")[0];
        graft.GetProperty("status").GetString().ShouldBe("CANCELLED");
        graft.GetProperty("error").GetString().ShouldStartWith("The budget of the run is exhausted");
        await Waiting.UntilAsync(() => fixture.Value("orchestrator_workflow_failure_total") == 1, "the run is counted");
        fixture.Value("orchestrator_graft_cancelled_total", ("agent", "pm-v1")).ShouldBe(1);
    }

    [Fact]
    public async Task Graft_MoreThanAllowed_IsRejected()
    {
        await using var fixture = await RunsFixture.StartAsync(["runs:max_grafts_per_run=1"]);
        var gate = new Gate(fixture, "PM");
        var id = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        await fixture.PostAsync($"/api/runs/{id}/grafts", new { agent = "pm-v1", after = "PM" }, HttpStatusCode.Accepted);
        var error = await fixture.PostAsync($"/api/runs/{id}/grafts", new { agent = "pm-v1", after = "PM" }, HttpStatusCode.Conflict);
        error.GetProperty("message").GetString().ShouldBe($"Run {id} has 1 grafts. At most 1 are allowed.");
        gate.Open();
        await fixture.WaitForEndAsync(id);
    }

    [Theory]
    [InlineData("""{"agent":"unknown-v1","after":"PM"}""", "'unknown-v1' is not a graft agent. The configured agents are pm-v1, qualifier-v1, architect-v1, developer-v1, tester-v1, writer-v1.")]
    [InlineData("""{"agent":"pm-v1","after":"TESTER"}""", "Grafts cannot be inserted after TESTER. The checkpoints are PM, QUALIFIER, ARCHITECT, DEVELOPER, WRITER.")]
    [InlineData("""{"agent":"pm-v1","after":"CEO"}""", "'CEO' is not a valid agent. Allowed are PM, QUALIFIER, ARCHITECT, DEVELOPER, TESTER, WRITER.")]
    [InlineData("""{"agent":"pm-v1","after":"PM","timeoutMs":0}""", "0 is not a valid timeout of a graft. It must be 1 to 3600000 milliseconds.")]
    public async Task Graft_Invalid_IsRejected(string body, string message)
    {
        await using var fixture = await RunsFixture.StartAsync();
        var gate = new Gate(fixture, "PM");
        var id = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        var error = await fixture.PostAsync($"/api/runs/{id}/grafts", JsonElement.Parse(body), HttpStatusCode.BadRequest);
        error.GetProperty("message").GetString().ShouldBe(message);
        (await fixture.RunAsync(id)).GetProperty("grafts").GetArrayLength().ShouldBe(0);
        gate.Open();
        await fixture.WaitForEndAsync(id);
    }
}
