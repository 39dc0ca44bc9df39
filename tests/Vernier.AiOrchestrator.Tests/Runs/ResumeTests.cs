using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Runs;
using Vernier.AiOrchestrator.Runs.Pipeline;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.AiOrchestrator.Tests.ChatServer;
using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Runs;

public class ResumeTests
{
    [Fact]
    public async Task Crash_DuringAStep_ResumesAfterTheLastFinishedAgent()
    {
        using var folder = new TemporaryFolder();
        var model = await ChatModelStandIn.StartAsync();
        string id;
        await using (var host = await OrchestratorHost.StartAsync([$"models:primary:url={model.Url}"], folder: folder.Combine("data")))
        {
            var arrived = new TaskCompletionSource();
            model.Respond = async (call, aborted) =>
            {
                if (Agents.NameOf(call) != "ARCHITECT")
                    return Agents.Respond(call);
                arrived.TrySetResult();
                await Task.Delay(Timeout.Infinite, aborted);
                throw new InvalidOperationException();
            };
            id = await StartAsync(host);
            await arrived.Task.WithTimeout();
            await host.CrashAsync();
        }

        model.RespondWith(Agents.Respond);
        await using var fixture = await RunsFixture.StartAsync(folder: folder.Combine("data"), model: model);
        var run = await fixture.WaitForEndAsync(id);
        run.GetProperty("status").GetString().ShouldBe("SUCCEEDED");
        run.GetProperty("steps")[0].GetProperty("executions").GetInt32().ShouldBe(1);
        run.GetProperty("steps")[2].GetProperty("executions").GetInt32().ShouldBe(2);
        fixture.CalledAgents.ShouldBe(["PM", "QUALIFIER", "ARCHITECT", "ARCHITECT", "DEVELOPER", "TESTER", "WRITER"]);
        (await fixture.EventTypesAsync(id)).Count(type => type == "RUN_RESUME").ShouldBe(1);
        await Waiting.UntilAsync(() => fixture.Value("orchestrator_workflow_success_total") == 1, "the run is counted");
    }

    [Fact]
    public async Task Shutdown_StepFinishesInTime_StoresItAndReleasesTheRun()
    {
        using var folder = new TemporaryFolder();
        var model = await ChatModelStandIn.StartAsync();
        string id;
        await using (var host = await OrchestratorHost.StartAsync([$"models:primary:url={model.Url}"], folder: folder.Combine("data")))
        {
            var arrived = new TaskCompletionSource();
            var finish = new TaskCompletionSource();
            model.Respond = async (call, aborted) =>
            {
                arrived.TrySetResult();
                await finish.Task.WaitAsync(aborted);
                return Agents.Respond(call);
            };
            id = await StartAsync(host);
            await arrived.Task.WithTimeout();
            var shutdown = host.DisposeAsync();
            await Waiting.UntilAsync(() => host.Logs.ToString().Contains("Shutting down: waiting up to 20 s for the steps of 1 runs."), "the host is draining");
            finish.SetResult();
            await shutdown.AsTask().WithTimeout();
            host.Logs.ToString().ShouldContain($"Run {id} was released for the shutdown.");
        }
        model.Calls.Count.ShouldBe(1);

        model.RespondWith(Agents.Respond);
        await using var fixture = await RunsFixture.StartAsync(folder: folder.Combine("data"), model: model);
        (await fixture.WaitForEndAsync(id)).GetProperty("status").GetString().ShouldBe("SUCCEEDED");
        fixture.CalledAgents.ShouldBe(Agents.Pipeline);
    }

    [Fact]
    public async Task Shutdown_StepTakesTooLong_InterruptsItAndReleasesTheRun()
    {
        using var folder = new TemporaryFolder();
        var model = await ChatModelStandIn.StartAsync();
        string id;
        await using (var host = await OrchestratorHost.StartAsync([$"models:primary:url={model.Url}", "runs:drain_timeout=0"], folder: folder.Combine("data")))
        {
            var arrived = new TaskCompletionSource();
            model.Respond = async (_, aborted) =>
            {
                arrived.TrySetResult();
                await Task.Delay(Timeout.Infinite, aborted);
                throw new InvalidOperationException();
            };
            id = await StartAsync(host);
            await arrived.Task.WithTimeout();
            await host.DisposeAsync();
            host.Logs.ToString().ShouldContain($"Run {id}: PM was interrupted.");
            host.Logs.ToString().ShouldContain($"Run {id} was released for the shutdown.");
        }

        model.RespondWith(Agents.Respond);
        await using var fixture = await RunsFixture.StartAsync(folder: folder.Combine("data"), model: model);
        (await fixture.WaitForEndAsync(id)).GetProperty("status").GetString().ShouldBe("SUCCEEDED");
        fixture.CalledAgents.ShouldBe(["PM", .. Agents.Pipeline]);
    }

    [Fact]
    public async Task Shutdown_DuringAGraft_ExecutesItAgainWithoutCountingIt()
    {
        using var folder = new TemporaryFolder();
        var model = await ChatModelStandIn.StartAsync();
        string id;
        await using (var host = await OrchestratorHost.StartAsync([$"models:primary:url={model.Url}", "runs:drain_timeout=0"], folder: folder.Combine("data")))
        {
            var arrived = new TaskCompletionSource();
            model.Respond = async (call, aborted) =>
            {
                if (Agents.NameOf(call) != "pm-v1")
                    return Agents.Respond(call);
                arrived.TrySetResult();
                await Task.Delay(Timeout.Infinite, aborted);
                throw new InvalidOperationException();
            };
            id = await StartAsync(host, new { agent = "pm-v1", after = "PM" });
            await arrived.Task.WithTimeout();
            var registry = host.Services.GetRequiredService<MetricRegistry>();
            await host.DisposeAsync();
            registry.Scrape().Samples.Where(sample => sample.Name == "orchestrator_graft_cancelled_total").ShouldAllBe(sample => sample.Value == 0);
        }

        model.RespondWith(Agents.Respond);
        await using var fixture = await RunsFixture.StartAsync(folder: folder.Combine("data"), model: model);
        var run = await fixture.WaitForEndAsync(id);
        run.GetProperty("grafts")[0].GetProperty("status").GetString().ShouldBe("COMPLETED");
        fixture.CalledAgents.ShouldBe(["PM", "pm-v1", "pm-v1", .. Agents.Pipeline[1..]]);
        fixture.Value("orchestrator_graft_executions_total", ("agent", "pm-v1")).ShouldBe(1);
        fixture.Value("orchestrator_graft_cancelled_total", ("agent", "pm-v1")).ShouldBe(0);
    }

    [Fact]
    public async Task Write_LeaseWasTakenByAnotherHost_IsNotStored()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var gate = new Gate(fixture, "QUALIFIER");
        var id = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        var services = fixture.Host.Services;
        // Another host takes the run: the number of the lease increases.
        await services.GetRequiredService<Database>().WriteAsync(
            session => session.ExecuteAsync("UPDATE orchestrator_runs SET lease_number = lease_number + 1, lease_owner = 'other', lease_expires = 9999999999999 WHERE id = @Id", new { Id = id }),
            TestContext.Current.CancellationToken);
        gate.Open();
        await Waiting.UntilAsync(() => fixture.Host.Logs.ToString().Contains($"Run {id} was dropped"), "the worker drops the run");
        fixture.Host.Logs.ToString().ShouldMatch($@"Run {id} was dropped; it continues when a host takes it again: .*ease .*is no longer valid\.");

        var run = await fixture.RunAsync(id);
        run.GetProperty("steps")[1].GetProperty("status").GetString().ShouldBe("RUNNING");
        run.GetProperty("documents").GetArrayLength().ShouldBe(1);
        fixture.Value("orchestrator_agent_step_executions_total", ("agent_type", "QUALIFIER")).ShouldBe(0);
        var planner = services.GetRequiredService<RunPlanner>();
        await Should.ThrowAsync<LeaseLostException>(() => planner.NextAsync(new RunLease(id, 1), TestContext.Current.CancellationToken));
        await Should.ThrowAsync<LeaseLostException>(() => services.GetRequiredService<RunQueue>().ReleaseAsync(new RunLease(id, 1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_LongerThanTheLease_KeepsItByRenewal()
    {
        await using var fixture = await RunsFixture.StartAsync(["runs:lease_duration=00:00:01"]);
        var gate = new Gate(fixture, "PM");
        var id = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        var database = fixture.Host.Services.GetRequiredService<Database>();
        var first = await ExpiryAsync();
        await Waiting.UntilAsync(async () => await ExpiryAsync() >= first + 3_000, "the lease was renewed for three times its duration");
        gate.Open();
        await fixture.WaitForEndAsync(id);
        fixture.CalledAgents.ShouldBe(Agents.Pipeline);

        Task<long> ExpiryAsync() => database.ReadAsync(
            session => session.FirstOrDefaultAsync<long>("SELECT lease_expires FROM orchestrator_runs WHERE id = @Id", new { Id = id }), TestContext.Current.CancellationToken);
    }

    private static async Task<string> StartAsync(OrchestratorHost host, params object[] grafts)
    {
        using var user = await host.ClientAsync("user123");
        using var content = JsonContent.Create(new { repository = "myorg/myrepo", task = "Survive.", grafts });
        using var response = await user.PostAsync("/api/runs", content, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return response.Headers.Location!.ToString().Split('/')[^1];
    }
}
