using System.Net;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Runs;

public class InterruptTests
{
    [Fact]
    public async Task Prune_AgentThatHasNotStarted_SkipsIt()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var gate = new Gate(fixture, "PM");
        var id = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        await fixture.PostAsync($"/api/runs/{id}/prune", new { agent = "QUALIFIER" }, HttpStatusCode.NoContent);
        await fixture.PostAsync($"/api/runs/{id}/prune", new { agent = "writer" }, HttpStatusCode.NoContent);
        var started = await fixture.PostAsync($"/api/runs/{id}/prune", new { agent = "PM" }, HttpStatusCode.Conflict);
        var again = await fixture.PostAsync($"/api/runs/{id}/prune", new { agent = "WRITER" }, HttpStatusCode.Conflict);
        var unknown = await fixture.PostAsync($"/api/runs/{id}/prune", new { agent = "REVIEW" }, HttpStatusCode.BadRequest);
        gate.Open();
        var run = await fixture.WaitForEndAsync(id);

        started.GetProperty("message").GetString().ShouldBe($"PM of run {id} cannot be skipped: it has started or is skipped already.");
        again.GetProperty("message").GetString().ShouldBe($"WRITER of run {id} cannot be skipped: it has started or is skipped already.");
        unknown.GetProperty("message").GetString().ShouldBe("'REVIEW' is not a valid agent. Allowed are PM, QUALIFIER, ARCHITECT, DEVELOPER, TESTER, WRITER.");
        run.GetProperty("status").GetString().ShouldBe("SUCCEEDED");
        run.GetProperty("steps")[1].GetProperty("status").GetString().ShouldBe("SKIPPED");
        fixture.CalledAgents.ShouldBe(["PM", "ARCHITECT", "DEVELOPER", "TESTER"]);
        (await fixture.EventTypesAsync(id)).Count(type => type == "PRUNE_APPLIED").ShouldBe(2);
    }

    [Fact]
    public async Task Flag_Approved_PausesBeforeTheNextStepAndContinues()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var gate = new Gate(fixture, "PM");
        var id = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        await fixture.PostAsync($"/api/runs/{id}/flag", new { type = "SECURITY", reason = "Look at the requirements." }, HttpStatusCode.Accepted);
        var second = await fixture.PostAsync($"/api/runs/{id}/flag", new { type = "COST", reason = "Too much." }, HttpStatusCode.Conflict);
        gate.Open();
        var paused = await fixture.WaitForAsync(id, "PAUSED");

        second.GetProperty("message").GetString().ShouldBe($"Run {id} has an open SECURITY flag. Approve or deny it first.");
        paused.GetProperty("steps")[0].GetProperty("status").GetString().ShouldBe("COMPLETED");
        paused.GetProperty("steps")[1].GetProperty("status").GetString().ShouldBe("PENDING");
        fixture.CalledAgents.ShouldBe(["PM"]);

        await fixture.PostAsync($"/api/runs/{id}/flag/approve", null, HttpStatusCode.NoContent);
        var run = await fixture.WaitForEndAsync(id);
        run.GetProperty("status").GetString().ShouldBe("SUCCEEDED");
        run.GetProperty("flags")[0].GetProperty("status").GetString().ShouldBe("APPROVED");
        run.GetProperty("flags")[0].GetProperty("resolvedBy").GetString().ShouldBe("user123");
        fixture.CalledAgents.ShouldBe(Agents.Pipeline);
        (await fixture.EventTypesAsync(id)).Where(type => type.StartsWith("FLAG_") || type is "RUN_PAUSED" or "RUN_RESUME")
            .ShouldBe(["FLAG_RAISED", "RUN_PAUSED", "FLAG_APPROVED", "RUN_RESUME"]);
        fixture.Value("orchestrator_interrupt_triggered_total", ("interrupt_type", "security")).ShouldBe(1);
        fixture.Value("orchestrator_interrupt_approved_total", ("interrupt_type", "security")).ShouldBe(1);
        fixture.Value("orchestrator_interrupt_denied_total", ("interrupt_type", "security")).ShouldBe(0);
    }

    [Fact]
    public async Task Flag_DeniedWhilePaused_FailsTheRunWithTheReason()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var gate = new Gate(fixture, "PM");
        var id = await fixture.StartRunAsync(new { repository = "myorg/myrepo", task = "Flag.", grafts = new[] { new { agent = "pm-v1", after = "PM" } } });
        await gate.ArrivalAsync();
        await fixture.PostAsync($"/api/runs/{id}/flag", new { type = "cost", reason = "Too expensive." }, HttpStatusCode.Accepted);
        gate.Open();
        await fixture.WaitForAsync(id, "PAUSED");
        using var manager = await fixture.ClientAsync("manager", Role.WorkflowManager);
        await fixture.PostAsync($"/api/runs/{id}/flag/deny", null, HttpStatusCode.NoContent, manager);
        var run = await fixture.RunAsync(id);

        run.GetProperty("status").GetString().ShouldBe("FAILED");
        run.GetProperty("reason").GetString().ShouldBe("The COST flag was denied by manager: Too expensive.");
        run.GetProperty("grafts")[0].GetProperty("status").GetString().ShouldBe("CANCELLED");
        (await fixture.EventTypesAsync(id)).TakeLast(3).ShouldBe(["FLAG_DENIED", "GRAFT_CANCELLED", "RUN_FAILED"]);
        fixture.Value("orchestrator_interrupt_denied_total", ("interrupt_type", "cost")).ShouldBe(1);
        fixture.Value("orchestrator_workflow_failure_total").ShouldBe(1);
        fixture.Value("orchestrator_graft_cancelled_total", ("agent", "pm-v1")).ShouldBe(1);
        var closed = await fixture.PostAsync($"/api/runs/{id}/flag/approve", null, HttpStatusCode.Conflict);
        closed.GetProperty("message").GetString().ShouldBe($"Run {id} has no open flag.");
    }

    [Fact]
    public async Task Flag_DeniedDuringAStep_AbortsTheStep()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var gate = new Gate(fixture, "DEVELOPER");
        var id = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        await fixture.PostAsync($"/api/runs/{id}/flag", new { type = "QUALITY", reason = "Wrong direction." }, HttpStatusCode.Accepted);
        await fixture.PostAsync($"/api/runs/{id}/flag/deny", null, HttpStatusCode.NoContent);
        var run = await fixture.WaitForEndAsync(id);
        run.GetProperty("status").GetString().ShouldBe("FAILED");
        run.GetProperty("reason").GetString().ShouldBe("The QUALITY flag was denied by user123: Wrong direction.");
        run.GetProperty("steps")[3].GetProperty("status").GetString().ShouldBe("CANCELLED");
    }

    [Fact]
    public async Task Flag_NotResolvedInTime_FailsTheRun()
    {
        await using var fixture = await RunsFixture.StartAsync(["runs:flag_timeout=00:00:01", "runs:cleanup_interval=00:00:01"]);
        var gate = new Gate(fixture, "PM");
        var id = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        await fixture.PostAsync($"/api/runs/{id}/flag", new { type = "REVIEW", reason = "Wait for me." }, HttpStatusCode.Accepted);
        gate.Open();
        var run = await fixture.WaitForEndAsync(id);
        run.GetProperty("reason").GetString().ShouldBe("The REVIEW flag was neither approved nor denied within 00:00:01 (flag_timeout).");
        run.GetProperty("flags")[0].GetProperty("status").GetString().ShouldBe("CLOSED");
        await Waiting.UntilAsync(() => fixture.Value("orchestrator_workflow_failure_total") == 1, "the run is counted");
    }

    [Fact]
    public async Task Cancel_PausedRun_ClosesTheFlag()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var gate = new Gate(fixture, "PM");
        var id = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        await fixture.PostAsync($"/api/runs/{id}/flag", new { type = "REVIEW", reason = "Wait." }, HttpStatusCode.Accepted);
        gate.Open();
        await fixture.WaitForAsync(id, "PAUSED");
        await fixture.PostAsync($"/api/runs/{id}/cancel", null, HttpStatusCode.Accepted);
        var run = await fixture.RunAsync(id);
        run.GetProperty("status").GetString().ShouldBe("CANCELLED");
        run.GetProperty("flags")[0].GetProperty("status").GetString().ShouldBe("CLOSED");
    }

    [Fact]
    public async Task Flag_Invalid_IsRejected()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var id = await fixture.StartRunAsync();
        await fixture.WaitForEndAsync(id);
        (await fixture.PostAsync($"/api/runs/{id}/flag", new { type = "MOOD", reason = "x" }, HttpStatusCode.BadRequest)).GetProperty("message").GetString()
            .ShouldBe("'MOOD' is not a valid type. Allowed are REVIEW, SECURITY, COST, QUALITY.");
        (await fixture.PostAsync($"/api/runs/{id}/flag", new { type = "COST", reason = " " }, HttpStatusCode.BadRequest)).GetProperty("message").GetString()
            .ShouldBe("The reason of a flag must have 1 to 500 characters.");
        (await fixture.PostAsync($"/api/runs/{id}/flag", new { type = "COST", reason = "Late." }, HttpStatusCode.Conflict)).GetProperty("message").GetString()
            .ShouldBe($"Run {id} has ended: SUCCEEDED.");
    }
}
