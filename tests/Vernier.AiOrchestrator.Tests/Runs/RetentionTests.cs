using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Runs;

public class RetentionTests
{
    [Fact]
    public async Task Cleanup_FinishedRunIsOld_DeletesEverythingThatBelongsToIt()
    {
        await using var fixture = await RunsFixture.StartAsync(["runs:retention=01:00:00", "runs:cleanup_interval=00:00:01"]);
        var gate = new Gate(fixture, "WRITER");
        var grafts = new[] { new { agent = "pm-v1", after = "PM" } };
        var old = await fixture.StartRunAsync(new { repository = "a/b", task = "Old.", grafts });
        await gate.ArrivalAsync();
        await fixture.PostAsync($"/api/runs/{old}/flag", new { type = "COST", reason = "Check." }, HttpStatusCode.Accepted);
        await fixture.PostAsync($"/api/runs/{old}/flag/approve", null, HttpStatusCode.NoContent);
        gate.Open();
        await fixture.WaitForEndAsync(old);
        var recent = await fixture.StartRunAsync();
        await fixture.WaitForEndAsync(recent);
        var database = fixture.Host.Services.GetRequiredService<Database>();
        (await CountAsync("orchestrator_run_spend")).ShouldBe(2);

        // Two hours ago.
        await database.WriteAsync(session => session.ExecuteAsync("UPDATE orchestrator_runs SET ended_at = ended_at - 7200000 WHERE id = @Id", new { Id = old }), TestContext.Current.CancellationToken);
        await Waiting.UntilAsync(() => fixture.Host.Logs.ToString().Contains("Deleted 1 finished runs"), "the cleanup deletes the run");

        await fixture.GetAsync($"/api/runs/{old}", HttpStatusCode.NotFound);
        await fixture.GetAsync($"/api/runs/{recent}");
        (await CountAsync("orchestrator_runs")).ShouldBe(1);
        (await CountAsync("orchestrator_run_spend")).ShouldBe(1);
        (await CountAsync("orchestrator_steps")).ShouldBe(6);
        (await CountAsync("orchestrator_documents")).ShouldBe(6);
        (await CountAsync("orchestrator_run_events")).ShouldBe(15);
        (await CountAsync("orchestrator_grafts")).ShouldBe(0);
        (await CountAsync("orchestrator_flags")).ShouldBe(0);

        Task<long> CountAsync(string table) =>
            database.ReadAsync(session => session.FirstOrDefaultAsync<long>($"SELECT COUNT(*) FROM {table}"), TestContext.Current.CancellationToken);
    }
}
