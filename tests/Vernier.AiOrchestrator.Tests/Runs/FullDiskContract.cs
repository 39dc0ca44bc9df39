using System.Net;
using System.Net.Http.Json;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Runs;

/// <summary>A disk that is full for some time. The class that inherits it has the disk.</summary>
public abstract class FullDiskContract
{
    private const int BlockSize = 4096;

    /// <summary>The folder where a file system of a few megabytes is mounted.</summary>
    protected abstract string Disk { get; }

    [Fact]
    public async Task Run_DiskIsFullDuringAStep_LosesNothing()
    {
        await using var fixture = await RunsFixture.StartAsync(folder: Path.Combine(Disk, "data"));
        var gate = new Gate(fixture, "PM");
        var id = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        var filler = Fill();

        using (var rejected = await fixture.User.PostAsJsonAsync("/api/runs", new { repository = "a/b", task = new string('x', 500_000) }, TestContext.Current.CancellationToken))
            rejected.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        gate.Open();
        await Waiting.UntilAsync(() => fixture.Host.Logs.ToString().Contains("is full. Free space"), "the full disk is logged");
        await WaitForHealthAsync(HttpStatusCode.ServiceUnavailable);
        // What is stored can still be read.
        (await fixture.RunAsync(id)).GetProperty("status").GetString().ShouldBe("RUNNING");

        File.Delete(filler);
        await WaitForHealthAsync(HttpStatusCode.OK);
        var run = await fixture.WaitForEndAsync(id);
        run.GetProperty("status").GetString().ShouldBe("SUCCEEDED");
        run.GetProperty("costUsd").GetDouble().ShouldBe((fixture.Model.InputTokens + fixture.Model.OutputTokens) * 0.005 / 1000, 1e-9);
        fixture.CalledAgents.ShouldBe(Agents.Pipeline);
        await Waiting.UntilAsync(() => fixture.Value("orchestrator_workflow_success_total") == 1, "the run is counted");
        (await fixture.GetAsync("/api/runs")).GetProperty("runs").GetArrayLength().ShouldBe(1);

        Task WaitForHealthAsync(HttpStatusCode expected) => Waiting.UntilAsync(async () =>
        {
            using var health = await fixture.Host.Client.GetAsync("/actuator/health", TestContext.Current.CancellationToken);
            return health.StatusCode == expected;
        }, $"the health is {expected}");
    }

    /// <summary>Writes a file until no space is left, and returns its path.</summary>
    private string Fill()
    {
        var path = Path.Combine(Disk, "filler");
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        Should.Throw<IOException>(() =>
        {
            while (true)
                file.Write(new byte[BlockSize]);
        });
        return path;
    }
}
