using Vernier.AiOrchestrator.Models;
using Vernier.Services.Tests.Storage;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Models;

/// <summary>What the store of costs must do on each database.</summary>
public abstract class CostStoreContract(Func<TestDatabase> open) : IAsyncLifetime
{
    private readonly TestDatabase _database = open();
    private readonly ManualTime _time = new();
    private readonly string _run = $"run-{Guid.NewGuid():N}";
    private CostStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = new CostStore(_database.Database, _database.Directory, _time);
        // Each test has a separate UTC day.
        _time.Advance(TimeSpan.FromDays(Random.Shared.Next(1, 1_000_000)));
        await _database.Database.CreateTablesAsync([CostStore.Tables], Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task ReadSpend_Nothing_IsNull()
    {
        var spend = await ReadAsync();

        spend.RunUsd.ShouldBeNull();
        spend.DayUsd.ShouldBeNull();
    }

    [Fact]
    public async Task Add_SeveralCalls_AddsToRunDayAndTotal()
    {
        await AddAsync("1", 0.25);
        await AddAsync("2", 0.5);
        await _store.AddAsync(new CallCost($"{_run}-3", _run + "-other", "r/other", "u", 1, _time.GetUtcNow()), Cancellation);

        var spend = await ReadAsync();
        spend.RunUsd.ShouldBe(0.75);
        spend.DayUsd.ShouldBe(1.75);
        (await _store.ReadTotalsAsync(Cancellation)).Select(total => (total.Repository, total.UserName, total.Usd, total.Started)).ShouldBe(
            [("r/other", "u", 1, Now), ("r/r", "u", 0.75, Now)]);
    }

    [Fact]
    public async Task Add_SameCallAgain_IsStoredOnce()
    {
        await AddAsync("1", 0.25);
        await AddAsync("2", 0.5);
        await AddAsync("2", 0.5);
        // The commit was not confirmed, and another call of the run was stored before the repetition.
        await AddAsync("1", 0.25);

        var spend = await ReadAsync();
        spend.RunUsd.ShouldBe(0.75);
        spend.DayUsd.ShouldBe(0.75);
        (await _store.ReadTotalsAsync(Cancellation)).ShouldHaveSingleItem().Usd.ShouldBe(0.75);
    }

    [Fact]
    public async Task Add_ConcurrentCalls_LoseNone()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => AddAsync($"{i}", 0.25))));

        var spend = await ReadAsync();
        spend.RunUsd.ShouldBe(10);
        spend.DayUsd.ShouldBe(10);
        (await _store.ReadTotalsAsync(Cancellation)).ShouldHaveSingleItem().Usd.ShouldBe(10);
    }

    [Fact]
    public async Task Add_CallOfYesterday_CountsForItsDay()
    {
        await _store.AddAsync(new CallCost($"{_run}-1", _run, "r/r", "u", 1, _time.GetUtcNow() - TimeSpan.FromDays(1)), Cancellation);

        var spend = await ReadAsync();
        spend.RunUsd.ShouldBe(1);
        spend.DayUsd.ShouldBeNull();
    }

    [Fact]
    public async Task AddTotal_ExistingTotal_KeepsItsStartAndValue()
    {
        await AddAsync("1", 0.25);
        var started = Now;
        _time.Advance(TimeSpan.FromHours(1));

        await _database.Database.WriteAsync(session => _store.AddTotalAsync(session, "r/r", "u", 0), Cancellation);

        var total = (await _store.ReadTotalsAsync(Cancellation)).ShouldHaveSingleItem();
        total.Usd.ShouldBe(0.25);
        total.Started.ShouldBe(started);
    }

    [Fact]
    public async Task AddTotal_TransactionFails_StoresNothing()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => _database.Database.WriteAsync(async session =>
        {
            await _store.AddTotalAsync(session, "r/r", "u", 0);
            throw new InvalidOperationException();
        }, Cancellation));

        (await _store.ReadTotalsAsync(Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task DeleteRun_Always_KeepsDayAndTotal()
    {
        await AddAsync("1", 0.25);

        await _database.Database.WriteAsync(session => CostStore.DeleteRunAsync(session, _run), Cancellation);

        var spend = await ReadAsync();
        spend.RunUsd.ShouldBeNull();
        spend.DayUsd.ShouldBe(0.25);
        (await _store.ReadTotalsAsync(Cancellation)).ShouldHaveSingleItem().Usd.ShouldBe(0.25);
        (await _database.Database.ReadAsync(
            session => session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM orchestrator_charged_calls WHERE run_id = @Run", new { Run = _run }), Cancellation)).ShouldBe(0);
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private Task AddAsync(string call, double usd) => _store.AddAsync(new CallCost($"{_run}-{call}", _run, "r/r", "u", usd, _time.GetUtcNow()), Cancellation);

    private Task<StoredSpend> ReadAsync() => _store.ReadSpendAsync(_run, _time.GetUtcNow(), Cancellation);
}
