using System.Net;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.AiOrchestrator;

/// <summary>Hosts that share a PostgreSQL: one is killed, and the database is stopped during runs.</summary>
public sealed class SharedDatabaseTests : IDisposable
{
    private const int Runs = 12;

    private static readonly string[] Agents = ["PM", "QUALIFIER", "ARCHITECT", "DEVELOPER", "TESTER", "WRITER"];
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _secrets = new();

    public void Dispose() => _secrets.Dispose();

    [Fact]
    public async Task Kill_OneOfTwoHosts_EveryRunEndsOnce()
    {
        await using var models = await StartModelsAsync();
        await using var postgres = await PostgresServer.StartNewAsync();
        string[] settings = [$"models:primary:url={models.Url}", "runs:lease_duration=3", "runs:max_concurrent_runs=4"];
        await using var killed = await HostedOrchestrator.StartAsync(postgres, _secrets, settings);
        await using var survivor = await HostedOrchestrator.StartAsync(postgres, _secrets, settings);
        var runs = new List<string>();
        for (var i = 0; i < Runs; i++)
            runs.Add(await (i % 2 == 0 ? killed : survivor).StartRunAsync($"myorg/repo-{i}"));
        await Eventually.TrueAsync("the host that is killed has executed steps", async _ => await killed.TotalAsync("orchestrator_agent_step_executions_total") >= 4);

        await killed.KillAsync();

        foreach (var run in runs)
            await ShouldHaveSucceededOnceAsync(survivor, run);
        var events = new List<string>();
        foreach (var run in runs)
            events.AddRange(await survivor.EventsOfAsync(run));
        events.ShouldContain("RUN_RESUME");
        // The survivor executed what was left, including steps that the killed host had begun.
        (await survivor.TotalAsync("orchestrator_workflow_success_total")).ShouldBeInRange(1, Runs);
    }

    [Fact]
    public async Task Stop_DatabaseDuringRuns_NothingIsLost()
    {
        await using var models = await StartModelsAsync();
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var host = await HostedOrchestrator.StartAsync(postgres, _secrets, $"models:primary:url={models.Url}", "runs:lease_duration=3");
        string[] runs = [await host.StartRunAsync("myorg/myrepo"), await host.StartRunAsync("myorg/other"), await host.StartRunAsync("myorg/third")];
        await Eventually.TrueAsync("steps were executed", async _ => await host.TotalAsync("orchestrator_agent_step_executions_total") >= 3);

        await postgres.StopAsync();
        using (var unavailable = await host.Http.GetAsync($"api/runs/{runs[0]}"))
            unavailable.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await postgres.StartAsync();

        foreach (var run in runs)
            await ShouldHaveSucceededOnceAsync(host, run);
        (await host.TotalAsync("orchestrator_workflow_executions_total")).ShouldBe(runs.Length);
        (await host.TotalAsync("orchestrator_workflow_success_total")).ShouldBe(runs.Length);
        // The cost of each completed call is stored and exposed, also of calls whose step was repeated.
        var spent = 0.0;
        foreach (var run in runs)
            spent += (await host.EndOfAsync(run)).GetProperty("costUsd").GetDouble();
        (await host.TotalAsync("orchestrator_cost_attribution")).ShouldBe(spent, 1e-9);
    }

    /// <summary>Slow enough that several runs are in progress when a server stops.</summary>
    private static Task<ModelStandIn> StartModelsAsync() => ModelStandIn.StartAsync(async (_, cancellation) =>
    {
        await Task.Delay(TimeSpan.FromMilliseconds(300), cancellation);
        return "Done.\nVERDICT: APPROVED";
    });

    private static async Task ShouldHaveSucceededOnceAsync(HostedOrchestrator host, string run)
    {
        var details = await host.EndOfAsync(run, Deadline);
        details.GetProperty("status").GetString().ShouldBe("SUCCEEDED", details.ToString());
        details.GetProperty("documents").EnumerateArray().Select(document => document.GetProperty("agent").GetString()).ShouldBe(Agents, ignoreOrder: true);
        var events = await host.EventsOfAsync(run);
        events.Count(type => type == "RUN_SUCCEEDED").ShouldBe(1);
        events.Count(type => type == "STEP_COMPLETE").ShouldBe(Agents.Length);
    }
}
