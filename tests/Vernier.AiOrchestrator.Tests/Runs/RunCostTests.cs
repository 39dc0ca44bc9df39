using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Models;
using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Runs;

/// <summary>The cost of runs that end while it is being stored, or before.</summary>
public class RunCostTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cancel_CostIsBeingStored_IsIncluded()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var gate = new Gate(fixture, "PM");
        var id = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        await RenameAsync(fixture, "orchestrator_day_spend", "renamed");
        gate.Open();
        await Waiting.UntilAsync(() => fixture.Host.Logs.ToString().Contains($"Storing the cost of run {id} "), "the cost is being stored");

        await fixture.PostAsync($"/api/runs/{id}/cancel", null, HttpStatusCode.Accepted);
        await RenameAsync(fixture, "renamed", "orchestrator_day_spend");

        (await fixture.WaitForEndAsync(id)).GetProperty("status").GetString().ShouldBe("CANCELLED");
        fixture.CalledAgents.ShouldBe(["PM"]);
        var cost = (fixture.Model.InputTokens + fixture.Model.OutputTokens) * 0.005 / 1000;
        cost.ShouldBePositive();
        (await ListedCostAsync(fixture)).ShouldBe(cost, 1e-9);
        var last = (await fixture.GetAsync($"/api/runs/{id}/events")).GetProperty("events").EnumerateArray().Last();
        last.GetProperty("data").GetProperty("costUsd").GetDouble().ShouldBe(cost, 1e-9);
        await Waiting.UntilAsync(() => Math.Abs(fixture.Value("orchestrator_cost_per_bolt_sum") - cost) < 1e-9, "the cost is in the summary");
    }

    [Fact]
    public async Task List_CostStoredAfterTheEnd_IsIncluded()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var id = await fixture.StartRunAsync();
        await fixture.WaitForEndAsync(id);
        var cost = await ListedCostAsync(fixture);

        await fixture.Host.Services.GetRequiredService<CostLedger>().AddAsync(
            new CallCost("late", id, "myorg/myrepo", "user123", 0.5, TimeProvider.System.GetUtcNow()), Cancellation);

        (await ListedCostAsync(fixture)).ShouldBe(cost + 0.5, 1e-9);
    }

    private static async Task<double> ListedCostAsync(RunsFixture fixture) =>
        (await fixture.GetAsync("/api/runs")).GetProperty("runs")[0].GetProperty("costUsd").GetDouble();

    private static Task RenameAsync(RunsFixture fixture, string from, string to) => fixture.Host.Services.GetRequiredService<Database>().WriteAsync(
        session => session.ExecuteAsync($"ALTER TABLE {from} RENAME TO {to}"), Cancellation);
}
