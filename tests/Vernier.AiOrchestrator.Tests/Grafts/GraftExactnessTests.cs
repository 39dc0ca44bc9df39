using Microsoft.Extensions.Logging.Abstractions;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Grafts;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Grafts;

/// <summary>The metrics of many concurrent executions with random outcomes equal what the callers got.</summary>
public class GraftExactnessTests
{
    private const string Agent = "pm-v1";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Execute_RandomOutcomes_CountsEachOnce(int seed)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var options = new GraftOptions { MaxAttempts = 2, RetryDelay = TimeSpan.Zero, FailureThreshold = 3, BreakDuration = TimeSpan.FromMilliseconds(1) };
        var registry = Scraping.NewRegistry();
        var metrics = new AiOrchestratorMetrics(registry);
        metrics.GraftAgentConfigured(Agent);
        var agents = new GraftAgents(options);
        using var breakers = new GraftBreakers(agents, options, metrics, TimeProvider.System, NullLogger<GraftBreakers>.Instance);
        var executor = new GraftExecutor(breakers, options, metrics, TimeProvider.System, NullLogger<GraftExecutor>.Instance);
        var agent = agents.Find(Agent)!;

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var random = new Random((seed * 100) + worker);
            var own = new List<GraftStatus>();
            for (var i = 0; i < 200; i++)
                own.Add((await executor.ExecuteAsync("run-1", agent, TimeSpan.FromMilliseconds(5), token => AttemptAsync(random.Next(8), token), cancellation)).Status);
            return own;
        })));
        await Waiting.UntilAsync(() => breakers[Agent].Snapshot().State != BreakerState.Open, "the end of the break");

        var counts = results.SelectMany(own => own).CountBy(status => status).ToDictionary();
        var succeeded = counts.GetValueOrDefault(GraftStatus.Completed);
        var timedOut = counts.GetValueOrDefault(GraftStatus.Timeout);
        var failed = counts.GetValueOrDefault(GraftStatus.Failed) + timedOut;
        succeeded.ShouldBeGreaterThan(0);
        failed.ShouldBeGreaterThan(0);
        Value("success_total").ShouldBe(succeeded);
        Value("failure_total").ShouldBe(failed);
        Value("timeout_total").ShouldBe(timedOut);
        Value("executions_total").ShouldBe(succeeded + failed);
        Value("rejected_total").ShouldBe(counts.GetValueOrDefault(GraftStatus.CircuitOpen));
        Value("circuit_open_total").ShouldBeGreaterThan(0);
        Value("circuit_breaker_state").ShouldBe((double)breakers[Agent].Snapshot().State);

        double Value(string name) => registry.Scrape().Value($"orchestrator_graft_{name}", ("agent", Agent));
    }

    private static async Task<string> AttemptAsync(int outcome, CancellationToken cancellation)
    {
        await Task.Yield();
        switch (outcome)
        {
            case < 4:
                throw new InvalidOperationException("failed");
            case 4:
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
                return "";
            case 5:
                throw new GraftAbortedException("aborted");
            default:
                return "a document";
        }
    }
}
