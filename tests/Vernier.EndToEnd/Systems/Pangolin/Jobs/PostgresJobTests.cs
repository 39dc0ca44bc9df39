using Vernier.EndToEnd.Servers;
using Vernier.Pangolin;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Jobs;
using Vernier.Pangolin.Tests.Jobs;
using Vernier.Services.Tests.Storage;
using Vernier.Testing;

namespace Vernier.EndToEnd.Systems.Pangolin.Jobs;

public class PostgresJobTests(PostgresServerFixture postgres) : JobContract(() => TestDatabase.Postgres(postgres.Server.ConnectionString)), IClassFixture<PostgresServerFixture>
{
    [Fact]
    public async Task Stop_DatabaseDuringAJob_RepeatsTheJobWhoseEndWasNotStored()
    {
        await using var opened = TestDatabase.Postgres(postgres.Server.ConnectionString);
        var runs = 0;
        var proceed = new TaskCompletionSource();
        var definition = new JobDefinition(JobType.CertRenewal, null, (_, _) =>
        {
            runs++;
            return proceed.Task;
        });
        var options = new JobOptions { LeaseDuration = TimeSpan.FromSeconds(3), PollInterval = TimeSpan.FromSeconds(0.1) };
        await using var server = new JobServer(opened.Database, TimeProvider.System, [definition], options);
        await server.StartAsync();
        await server.Queue.EnqueueAsync(JobType.CertRenewal, "a", DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken);
        await Waiting.UntilAsync(() => runs == 1, "the job runs");

        await postgres.Server.StopAsync();
        proceed.SetResult();
        await Waiting.UntilAsync(() => server.ExecutorLog.Lines.Any(line => line.StartsWith("Error: The end of the job cert_renewal:a was not stored", StringComparison.Ordinal)), "the failure is logged");
        await Waiting.UntilAsync(() => server.RunnerLog.Lines.Any(line => line.StartsWith("Error: Background jobs are paused", StringComparison.Ordinal)), "the outage is logged");
        await postgres.Server.StartAsync();

        await Waiting.UntilAsync(async () => (await server.Queue.ListAsync(1, TestContext.Current.CancellationToken)).Single().State == JobState.Done, "the job has run again");
        runs.ShouldBe(2);
        server.RunnerLog.Lines.Count(line => line.StartsWith("Error", StringComparison.Ordinal)).ShouldBe(1);
        server.RunnerLog.Lines.ShouldContain("Warning: Background jobs continue.");
    }
}
