using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Models;
using Vernier.Services.Tests.Storage;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Models;

/// <summary>Outages and restarts. An outage is a table that another connection has renamed.</summary>
public sealed class CostLedgerTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly TestDatabase _database = TestDatabase.Sqlite();
    private ModelServices _models = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _models = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _models.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Add_DatabaseFails_RetriesUntilItIsStoredOnce()
    {
        await BreakAsync();

        var storing = _models.Ledger.AddAsync(Cost("call-1", 0.5), Cancellation);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            (await _time.NextTimerAsync()).ShouldBe(TimeSpan.FromSeconds(1));
            storing.IsCompleted.ShouldBeFalse();
            Exposed.ShouldBeNull();
            if (attempt == 3)
                await RepairAsync();
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        await storing.WithTimeout();

        Exposed.ShouldBe(0.5);
        (await _models.Budgets.ReportAsync("run-1", Cancellation)).ShouldSatisfyAllConditions(
            report => report.SpentRunUsd.ShouldBe(0.5),
            report => report.SpentDayUsd.ShouldBe(0.5));
        var log = _models.Logs.Of("Vernier.AiOrchestrator.Models.CostLedger");
        log.Count.ShouldBe(2);
        log[0].ShouldContain("Storing the cost of run run-1 (0.5 USD) failed and is retried every 00:00:01: ");
        log[1].ShouldContain("The cost of run run-1 (0.5 USD) is stored after 4 attempts.");
    }

    [Fact]
    public async Task Add_RunIsCanceledDuringAnOutage_StoresTheCostLater()
    {
        await BreakAsync();
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var storing = _models.Ledger.AddAsync(Cost("call-1", 0.5), canceled.Token);
        await _time.NextTimerAsync();

        await canceled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => storing.WithTimeout());
        await RepairAsync();
        _time.Advance(TimeSpan.FromSeconds(1));

        await Waiting.UntilAsync(() => Exposed == 0.5, "the cost");
        (await _models.Budgets.SpentByRunAsync("run-1", Cancellation)).ShouldBe(0.5);
    }

    [Fact]
    public async Task Stop_CostIsNotStoredYet_WaitsForIt()
    {
        await BreakAsync();
        _ = _models.Ledger.AddAsync(Cost("call-1", 0.5), Cancellation);
        await _time.NextTimerAsync();

        var stopping = _models.StopAsync(Cancellation);
        stopping.IsCompleted.ShouldBeFalse();
        await RepairAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        await stopping.WithTimeout();

        (await _models.Budgets.SpentByRunAsync("run-1", Cancellation)).ShouldBe(0.5);
    }

    [Fact]
    public async Task Stop_TimeIsUp_LogsTheLostCost()
    {
        await BreakAsync();
        var storing = _models.Ledger.AddAsync(Cost("call-1", 0.5), Cancellation);
        await _time.NextTimerAsync();

        await _models.StopAsync(new CancellationToken(canceled: true)).WithTimeout();

        await Should.ThrowAsync<OperationCanceledException>(() => storing.WithTimeout());
        _models.Logs.ToString().ShouldContain(
            "Critical Vernier.AiOrchestrator.Models.CostLedger: The cost of run run-1 (0.5 USD, repository myorg/myrepo, user user123) was not stored before the shutdown. Add it to the database.");
        Exposed.ShouldBeNull();
    }

    [Fact]
    public async Task Start_StoredTotals_ContinueWithTheirStartTime()
    {
        await _models.Ledger.AddAsync(Cost("call-1", 0.5), Cancellation);
        var started = StartOf(_models);
        started.ShouldBe(_time.GetUtcNow());
        await _models.DisposeAsync();
        _time.Advance(TimeSpan.FromDays(3));

        _models = await StartAsync();

        Exposed.ShouldBe(0.5);
        StartOf(_models).ShouldBe(started);
        await _models.Ledger.AddAsync(Cost("call-2", 0.25), Cancellation);
        Exposed.ShouldBe(0.75);
    }

    [Fact]
    public async Task Start_RunAcceptedWithoutCost_ContinuesAt0()
    {
        await _database.Database.WriteAsync(session => _models.Budgets.RunAcceptedAsync(session, "myorg/myrepo", "user123"), Cancellation);
        Exposed.ShouldBeNull();
        await _models.DisposeAsync();

        _models = await StartAsync();

        Exposed.ShouldBe(0);
    }

    [Fact]
    public async Task Start_MoreTotalsThanTheLimit_KeepsTheSum()
    {
        await _database.Database.WriteAsync(async session =>
        {
            for (var i = 0; i < 600; i++)
                await session.ExecuteAsync(
                    "INSERT INTO orchestrator_cost_totals (instance, repository, user_name, usd, started) VALUES (@Instance, @Repository, 'user123', 1.0, @Started)",
                    new { Instance = _database.Directory.InstanceId, Repository = $"myorg/repository-{i}", Started = _time.GetUtcNow().ToUnixTimeMilliseconds() + i });
        }, Cancellation);
        await _models.DisposeAsync();
        _time.Advance(TimeSpan.FromMinutes(1));

        _models = await StartAsync();

        _models.Scrape().Family("orchestrator_cost_attribution").Samples.Sum(sample => sample.Value).ShouldBe(600);
    }

    private double? Exposed => _models.Scrape().Find("orchestrator_cost_attribution", ("repository", "myorg/myrepo"), ("user", "user123")) is [var sample] ? sample.Value : null;

    private static DateTimeOffset? StartOf(ModelServices models) =>
        models.Registry.Counter(AiOrchestratorDefinitions.Cost).With(new CostLabels("myorg/myrepo", "user123")).StartTime;

    private Task<ModelServices> StartAsync() => ModelServices.StartAsync(_database, new ModelOptions(), _time);

    private Task BreakAsync() => RenameAsync("orchestrator_day_spend", "renamed");

    private Task RepairAsync() => RenameAsync("renamed", "orchestrator_day_spend");

    private Task RenameAsync(string from, string to) => _database.Database.WriteAsync(session => session.ExecuteAsync($"ALTER TABLE {from} RENAME TO {to}"), Cancellation);

    private CallCost Cost(string callId, double usd) => new(callId, "run-1", "myorg/myrepo", "user123", usd, _time.GetUtcNow());
}
