using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Models;
using Vernier.Services.Tests.Storage;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Models;

/// <summary>Costs during real outages of PostgreSQL. The class that inherits it has the server.</summary>
public abstract class CostLedgerOutageContract(string connectionString)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task StopServerAsync();

    protected abstract Task StartServerAsync();

    [Fact]
    public async Task Add_ServerRestartsThreeTimes_StoresEachCostOnce()
    {
        await using var database = TestDatabase.Postgres(connectionString);
        await using var models = await ModelServices.StartAsync(database, new ModelOptions());
        var stored = 0;
        var restarting = Task.Run(async () =>
        {
            for (var i = 1; i <= 3; i++)
            {
                await Waiting.UntilAsync(() => Volatile.Read(ref stored) >= i * 200, "stored costs");
                await StopServerAsync();
                await StartServerAsync();
            }
        });

        // As in runs: the calls of each run follow one another.
        await Task.WhenAll(Enumerable.Range(0, 10).Select(run => Task.Run(async () =>
        {
            for (var call = 0; call < 100; call++)
            {
                await models.Ledger.AddAsync(new CallCost($"{run}-{call}", $"run-{run}", "r/r", "u", 0.25, DateTimeOffset.UnixEpoch), Cancellation);
                Interlocked.Increment(ref stored);
            }
        }))).WithTimeout();
        await restarting;

        for (var run = 0; run < 10; run++)
            (await models.Budgets.SpentByRunAsync($"run-{run}", Cancellation)).ShouldBe(25);
        models.Scrape().Value("orchestrator_cost_attribution", ("repository", "r/r"), ("user", "u")).ShouldBe(250);
        models.Logs.ToString().ShouldContain("failed and is retried");
    }
}
