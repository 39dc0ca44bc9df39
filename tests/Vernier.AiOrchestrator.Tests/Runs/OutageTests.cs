using Microsoft.Extensions.DependencyInjection;
using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Runs;

/// <summary>Runs during outages of the database. An outage is a table that the test has renamed.</summary>
public class OutageTests
{
    private const string Runs = "orchestrator_runs";
    private const string Costs = "orchestrator_day_spend";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Step_FinishesInAnOutageLongerThanTheLease_IsStoredAfterIt()
    {
        await using var fixture = await RunsFixture.StartAsync(["runs:lease_duration=1"]);
        var gate = new Gate(fixture, "QUALIFIER");
        var id = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        await BreakAsync(fixture, Runs);
        gate.Open();
        await Waiting.UntilAsync(() => fixture.Host.Logs.ToString().Contains($"Run {id}: cannot store its progress"), "the outage is noticed");
        await Waiting.UntilAsync(() => fixture.Host.Logs.ToString().Contains($"Run {id}: the lease could not be renewed for 1 s and has expired"), "the lease expires");

        await RepairAsync(fixture, Runs);

        (await fixture.WaitForEndAsync(id)).GetProperty("status").GetString().ShouldBe("SUCCEEDED");
        fixture.CalledAgents.ShouldBe(Agents.Pipeline);
        (await fixture.EventTypesAsync(id)).ShouldBe(
            ["RUN_CREATED", "RUN_START", .. Agents.Pipeline.SelectMany(_ => (string[])["STEP_START", "STEP_COMPLETE"]), "RUN_SUCCEEDED"]);
    }

    [Fact]
    public async Task Take_RunOfThisHostHasExpired_IsSkipped()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var gate = new Gate(fixture, "PM");
        var expired = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        await fixture.Host.Services.GetRequiredService<Database>().WriteAsync(
            session => session.ExecuteAsync("UPDATE orchestrator_runs SET lease_expires = 1 WHERE id = @Id", new { Id = expired }), Cancellation);

        // The worker would take the older run first.
        var next = await fixture.StartRunAsync();
        await Waiting.UntilAsync(() => fixture.Model.Calls.Count == 2, "the next run starts");
        gate.Open();

        foreach (var id in (string[])[expired, next])
        {
            (await fixture.WaitForEndAsync(id)).GetProperty("status").GetString().ShouldBe("SUCCEEDED");
            (await fixture.EventTypesAsync(id)).ShouldNotContain("RUN_RESUME");
        }
        fixture.Model.Calls.Count.ShouldBe(2 * Agents.Pipeline.Length);
    }

    [Fact]
    public async Task Step_CostIsStoredAfterItsTimeout_Succeeds()
    {
        await using var fixture = await RunsFixture.StartAsync(["runs:agent_timeouts:PM=3"]);
        await FinishDuringAnOutageAsync(fixture, "PM");

        fixture.CalledAgents.ShouldBe(Agents.Pipeline);
    }

    [Fact]
    public async Task Graft_CostIsStoredAfterItsTimeout_IsNotCalledAgain()
    {
        await using var fixture = await RunsFixture.StartAsync();
        await FinishDuringAnOutageAsync(fixture, "pm-v1", new { agent = "pm-v1", after = "PM", timeoutMs = 3_000 });

        fixture.CalledAgents.ShouldBe(["PM", "pm-v1", .. Agents.Pipeline[1..]]);
    }

    /// <summary>Executes a run whose agent, with a timeout of 3 seconds, responds during an outage that lasts longer.</summary>
    private static async Task FinishDuringAnOutageAsync(RunsFixture fixture, string agent, params object[] grafts)
    {
        DateTimeOffset? responded = null;
        fixture.Model.Respond = async (call, _) =>
        {
            if (Agents.NameOf(call) == agent && responded is null)
            {
                await BreakAsync(fixture, Costs);
                responded = TimeProvider.System.GetUtcNow();
            }
            return Agents.Respond(call);
        };
        var id = await fixture.StartRunAsync(new { repository = "myorg/myrepo", task = "Survive.", grafts });
        await Waiting.UntilAsync(() => fixture.Host.Logs.ToString().Contains($"Storing the cost of run {id} "), "the outage is noticed");
        await Waiting.UntilAsync(() => TimeProvider.System.GetUtcNow() - responded > TimeSpan.FromSeconds(4), "the timeout passes");

        await RepairAsync(fixture, Costs);

        (await fixture.WaitForEndAsync(id)).GetProperty("status").GetString().ShouldBe("SUCCEEDED");
    }

    private static Task BreakAsync(RunsFixture fixture, string table) => RenameAsync(fixture, table, "renamed");

    private static Task RepairAsync(RunsFixture fixture, string table) => RenameAsync(fixture, "renamed", table);

    private static Task RenameAsync(RunsFixture fixture, string from, string to) => fixture.Host.Services.GetRequiredService<Database>().WriteAsync(
        session => session.ExecuteAsync($"ALTER TABLE {from} RENAME TO {to}"), Cancellation);
}
