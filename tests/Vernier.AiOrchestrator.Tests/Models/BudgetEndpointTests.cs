using System.Net;
using System.Text.Json;
using Vernier.AiOrchestrator.Tests.Runs;

namespace Vernier.AiOrchestrator.Tests.Models;

public sealed class BudgetEndpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_OwnRun_ReturnsItsSpend()
    {
        await using var fixture = await RunsFixture.StartAsync(["models:budget:max_per_run_usd=10", "models:budget:max_per_day_usd=20"]);
        var id = await fixture.StartRunAsync();
        await fixture.WaitForEndAsync(id);

        var budget = await fixture.GetAsync($"/api/budget?runId={id}");

        budget.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["currentRunId", "spentRunUsd", "maxRunUsd", "spentDayUsd", "maxDayUsd", "downgradeThreshold", "agentComplexityKeys"]);
        budget.GetProperty("currentRunId").GetString().ShouldBe(id);
        // The price of gpt-4o, the default model.
        budget.GetProperty("spentRunUsd").GetDouble().ShouldBe((fixture.Model.InputTokens + fixture.Model.OutputTokens) / 1000.0 * 0.005, 1e-9);
        budget.GetProperty("spentDayUsd").GetDouble().ShouldBe(budget.GetProperty("spentRunUsd").GetDouble());
        budget.GetProperty("maxRunUsd").GetDouble().ShouldBe(10);
        budget.GetProperty("maxDayUsd").GetDouble().ShouldBe(20);
        budget.GetProperty("downgradeThreshold").GetDouble().ShouldBe(0.8);
        budget.GetProperty("agentComplexityKeys").EnumerateArray().Select(key => key.GetString()).ShouldBe(["TRIVIAL", "LOW", "MEDIUM_LOW", "MEDIUM", "HIGH", "VERY_HIGH"]);
    }

    [Fact]
    public async Task Read_NoRun_ReturnsTheDay()
    {
        await using var fixture = await RunsFixture.StartAsync();

        var budget = await fixture.GetAsync("/api/budget");

        budget.GetProperty("currentRunId").ValueKind.ShouldBe(JsonValueKind.Null);
        budget.GetProperty("spentRunUsd").GetDouble().ShouldBe(0);
        budget.GetProperty("maxDayUsd").GetDouble().ShouldBe(500);
    }

    [Fact]
    public async Task Read_RunOfSomebodyElse_IsForbiddenForUsersOnly()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var id = await fixture.StartRunAsync();
        using var other = await fixture.ClientAsync("other");
        using var manager = await fixture.ClientAsync("manager", Role.WorkflowManager);

        (await fixture.GetAsync($"/api/budget?runId={id}", HttpStatusCode.Forbidden, other)).GetProperty("error").GetString().ShouldBe("Forbidden");
        (await fixture.GetAsync($"/api/budget?runId={id}", HttpStatusCode.OK, manager)).GetProperty("currentRunId").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task Read_UnknownRun_IsNotFound()
    {
        await using var fixture = await RunsFixture.StartAsync();

        await fixture.GetAsync("/api/budget?runId=no-such-run", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Read_Anonymous_IsUnauthorized()
    {
        await using var fixture = await RunsFixture.StartAsync();

        (await fixture.Host.Client.GetAsync("/api/budget", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Run_BudgetIs0_FailsWithTheReason()
    {
        await using var fixture = await RunsFixture.StartAsync(["models:budget:max_per_run_usd=0"]);

        var run = await fixture.WaitForEndAsync(await fixture.StartRunAsync());

        run.GetProperty("status").GetString().ShouldBe("FAILED");
        run.GetProperty("reason").GetString()!.ShouldContain("The budget of the run is exhausted: 0 of 0 USD are spent.");
        fixture.Model.Calls.ShouldBeEmpty();
        fixture.Scrape().Value("orchestrator_token_budget_exceeded_total", ("application", "ai-orchestrator")).ShouldBe(1);
    }
}
