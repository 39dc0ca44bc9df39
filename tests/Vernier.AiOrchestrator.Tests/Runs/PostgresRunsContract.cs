using System.Net;
using Npgsql;
using Vernier.AiOrchestrator.Tests.ChatServer;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Runs;

/// <summary>Two hosts on one PostgreSQL: each changes runs that the other one executes. The class that inherits it has the server.</summary>
/// <param name="connectionString">The connection string of a running server, without a password.</param>
public abstract class PostgresRunsContract(string connectionString) : IAsyncLifetime
{
    private readonly string _database = $"runs_{Guid.NewGuid():N}";
    private readonly TemporaryFolder _secrets = new();

    public async ValueTask InitializeAsync()
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand($"CREATE DATABASE {_database}");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The database is deleted with its server.</summary>
    public ValueTask DisposeAsync()
    {
        _secrets.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Hosts_WithOneQueue_ExecuteEachStepOnce()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync(first.Model);
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? first : second).StartRunAsync()));
        foreach (var id in ids)
        {
            (await second.WaitForEndAsync(id)).GetProperty("status").GetString().ShouldBe("SUCCEEDED");
            (await second.EventTypesAsync(id)).ShouldBe(
                ["RUN_CREATED", "RUN_START", .. Agents.Pipeline.SelectMany(_ => (string[])["STEP_START", "STEP_COMPLETE"]), "RUN_SUCCEEDED"]);
        }
        first.Model.Calls.Count.ShouldBe(20 * 6);
        await Waiting.UntilAsync(() => Succeeded(first) + Succeeded(second) == 20, "each run is counted by one host");
    }

    [Fact]
    public async Task Cancel_OnAnotherHost_AbortsTheStep()
    {
        await using var executing = await StartAsync();
        var gate = new Gate(executing, "PM");
        var id = await executing.StartRunAsync();
        await gate.ArrivalAsync();
        await using var other = await StartAsync(executing.Model);
        await other.PostAsync($"/api/runs/{id}/cancel", null, HttpStatusCode.Accepted);
        (await other.WaitForEndAsync(id)).GetProperty("status").GetString().ShouldBe("CANCELLED");
        await Waiting.UntilAsync(() => executing.Value("orchestrator_workflow_cancelled_total") == 1, "the executing host counts the cancellation");
        other.Value("orchestrator_workflow_cancelled_total").ShouldBe(0);
    }

    [Fact]
    public async Task Graft_OnAnotherHost_IsExecuted()
    {
        await using var executing = await StartAsync();
        var gate = new Gate(executing, "PM");
        var id = await executing.StartRunAsync();
        await gate.ArrivalAsync();
        await using var other = await StartAsync(executing.Model);
        await other.PostAsync($"/api/runs/{id}/grafts", new { agent = "pm-v1", after = "PM" }, HttpStatusCode.Accepted);
        gate.Open();
        // The other host receives the events of the executing one.
        var run = await other.WaitForEndAsync(id);
        run.GetProperty("grafts")[0].GetProperty("status").GetString().ShouldBe("COMPLETED");
        executing.CalledAgents.ShouldBe(["PM", "pm-v1", .. Agents.Pipeline[1..]]);
    }

    // The error of the server would be reported as an outage.
    [Theory]
    [InlineData("/api/runs?before=a%00b", "Run 'a?b' not found.")]
    [InlineData("/api/budget?runId=%00", "Run '?' not found.")]
    public async Task Read_IdentifierWithNulCharacter_IsNotFound(string path, string message)
    {
        await using var fixture = await StartAsync();
        (await fixture.GetAsync(path, HttpStatusCode.NotFound)).GetProperty("message").GetString().ShouldBe(message);
    }

    private static double Succeeded(RunsFixture fixture) => fixture.Value("orchestrator_workflow_success_total");

    private Task<RunsFixture> StartAsync(ChatModelStandIn? model = null) =>
        RunsFixture.StartAsync([$"secrets:directory={_secrets.Combine("shared")}"], model: model, orchestrator: builder => builder.UsePostgres($"{connectionString};Database={_database}"));
}
