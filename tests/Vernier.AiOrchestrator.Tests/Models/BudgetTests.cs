using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Models;
using Vernier.AiOrchestrator.Tests.ChatServer;
using Vernier.Services.Tests.Storage;
using Vernier.Testing;
using static Vernier.AiOrchestrator.Tests.Models.ChatResponses;

namespace Vernier.AiOrchestrator.Tests.Models;

/// <summary>Budgets with a model whose every call costs 1 USD.</summary>
public sealed class BudgetTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly TestDatabase _database = TestDatabase.Sqlite();
    private ChatModelStandIn _server = null!;
    private ModelOptions _options = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await ChatModelStandIn.StartAsync(Reply());
        _server.Respond = Reply(inputTokens: 1000, outputTokens: 0);
        _options = new ModelOptions
        {
            Primary = new()
            {
                Url = _server.Url,
                InputPrice = 1,
                Models = EnumNames<Complexity>.All.ToDictionary(name => name, name => $"model-{name}"),
            },
            Budget = new() { MaxPerRunUsd = 5, MaxPerDayUsd = 8 },
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Complete_RunReachesTheThreshold_UsesTheNextLowerComplexityAndNoneBelowIt()
    {
        _options.Budget.MaxPerDayUsd = 100;
        await using var models = await ModelServices.StartAsync(_database, _options, _time);

        var used = new List<Complexity>();
        for (var i = 0; i < 5; i++)
            used.Add((await CompleteAsync(models, "run-1")).Complexity);

        // 4 of 5 USD are the threshold of 0.8.
        used.ShouldBe([Complexity.High, Complexity.High, Complexity.High, Complexity.High, Complexity.Medium]);
        _server.Calls.Select(call => call.Model).ShouldBe(["model-HIGH", "model-HIGH", "model-HIGH", "model-HIGH", "model-MEDIUM"]);
    }

    [Theory]
    [InlineData(Complexity.VeryHigh, Complexity.High)]
    [InlineData(Complexity.High, Complexity.Medium)]
    [InlineData(Complexity.Medium, Complexity.MediumLow)]
    [InlineData(Complexity.MediumLow, Complexity.Low)]
    [InlineData(Complexity.Low, Complexity.Trivial)]
    [InlineData(Complexity.Trivial, Complexity.Trivial)]
    public async Task Complete_ThresholdReached_GoesDownOneStep(object requested, object used)
    {
        _options.Budget.DowngradeThreshold = 0.2;
        await using var models = await ModelServices.StartAsync(_database, _options, _time);
        await CompleteAsync(models, "run-1");

        for (var i = 0; i < 3; i++)
            (await CompleteAsync(models, "run-1", (Complexity)requested)).Complexity.ShouldBe((Complexity)used);
    }

    [Fact]
    public async Task Complete_DayReachesTheThreshold_DowngradesOtherRunsUntilTheNextDay()
    {
        _options.Budget = new() { MaxPerRunUsd = 100, MaxPerDayUsd = 5 };
        await using var models = await ModelServices.StartAsync(_database, _options, _time);
        for (var i = 0; i < 4; i++)
            await CompleteAsync(models, $"run-{i}");

        (await CompleteAsync(models, "run-4")).Complexity.ShouldBe(Complexity.Medium);
        _time.Advance(TimeSpan.FromDays(1));
        (await CompleteAsync(models, "run-5")).Complexity.ShouldBe(Complexity.High);
    }

    [Fact]
    public async Task Complete_RunIsExhausted_RefusesItAndNotTheNextRun()
    {
        await using var models = await ModelServices.StartAsync(_database, _options, _time);
        for (var i = 0; i < 5; i++)
            await CompleteAsync(models, "run-1");

        var exception = await Should.ThrowAsync<BudgetExceededException>(() => CompleteAsync(models, "run-1"));

        exception.Message.ShouldBe("The budget of the run is exhausted: 5 of 5 USD are spent. It does not reset; a new run has its own budget.");
        _server.Calls.Count.ShouldBe(5);
        models.Scrape().Value("orchestrator_token_budget_exceeded_total").ShouldBe(1);
        await CompleteAsync(models, "run-2");
    }

    [Fact]
    public async Task Complete_DayIsExhausted_RefusesEachRunUntilTheNextDay()
    {
        await using var models = await ModelServices.StartAsync(_database, _options, _time);
        for (var i = 0; i < 8; i++)
            await CompleteAsync(models, $"run-{i / 4}");

        var exception = await Should.ThrowAsync<BudgetExceededException>(() => CompleteAsync(models, "run-9"));

        exception.Message.ShouldBe("The budget of the UTC day 2026-01-02 is exhausted: 8 of 8 USD are spent. It resets at 2026-01-03T00:00:00Z.");
        _time.Advance(new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero) - _time.GetUtcNow() - TimeSpan.FromTicks(1));
        await Should.ThrowAsync<BudgetExceededException>(() => CompleteAsync(models, "run-9"));
        _time.Advance(TimeSpan.FromTicks(1));
        await CompleteAsync(models, "run-9");
        models.Scrape().Value("orchestrator_token_budget_exceeded_total").ShouldBe(2);
    }

    [Theory]
    [InlineData(0, 8, "The budget of the run is exhausted: 0 of 0 USD are spent.")]
    [InlineData(5, 0, "The budget of the UTC day 2026-01-02 is exhausted: 0 of 0 USD are spent.")]
    public async Task Complete_BudgetIs0_RefusesEachCall(double run, double day, string message)
    {
        _options.Budget = new() { MaxPerRunUsd = run, MaxPerDayUsd = day };
        await using var models = await ModelServices.StartAsync(_database, _options, _time);

        (await Should.ThrowAsync<BudgetExceededException>(() => CompleteAsync(models, "run-1"))).Message.ShouldStartWith(message);

        _server.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Complete_ExhaustedBeforeARestart_IsStillRefused()
    {
        await using (var models = await ModelServices.StartAsync(_database, _options, _time))
        {
            for (var i = 0; i < 5; i++)
                await CompleteAsync(models, "run-1");
        }

        await using var restarted = await ModelServices.StartAsync(_database, _options, _time);
        await Should.ThrowAsync<BudgetExceededException>(() => CompleteAsync(restarted, "run-1"));
    }

    [Fact]
    public async Task Report_Run_ReturnsBudgetsAndSpend()
    {
        await using var models = await ModelServices.StartAsync(_database, _options, _time);
        await CompleteAsync(models, "run-1");
        await CompleteAsync(models, "run-2");
        await CompleteAsync(models, "run-2");

        var report = await models.Budgets.ReportAsync("run-2", Cancellation);

        report.ShouldBe(new BudgetReport("run-2", 2, 5, 3, 8, 0.8, EnumNames<Complexity>.All));
        (await models.Budgets.ReportAsync(null, Cancellation)).ShouldBe(report with { CurrentRunId = null, SpentRunUsd = 0 });
        EnumNames<Complexity>.All.ShouldBe(["TRIVIAL", "LOW", "MEDIUM_LOW", "MEDIUM", "HIGH", "VERY_HIGH"]);
    }

    private static Task<ModelReply> CompleteAsync(ModelServices models, string runId, Complexity complexity = Complexity.High) =>
        models.Client.CompleteAsync(new ModelRequest(runId, "r/r", "u", complexity, null, [new(false, "Hello.")]), Cancellation, Cancellation);
}
