using Vernier.AiOrchestrator;
using Vernier.EndToEnd.Servers;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Systems.AiOrchestrator;

/// <summary>The demo traffic of the host.</summary>
public class DemoTests
{
    /// <summary>The demo stays within its budget and its rate limits, acknowledges its messages, and its rotations succeed.</summary>
    private static readonly string[] AtRest =
    [
        "orchestrator_token_budget_exceeded_total", "orchestrator_websocket_dropped_messages", "orchestrator_ratelimiter_rejected_auth_total",
        "orchestrator_ratelimiter_rejected_api_total", "orchestrator_ratelimiter_rejected_upload_total", "orchestrator_bruteforce_blocked_accounts",
        "orchestrator_vault_secret_rotation_failure_total",
    ];

    // Slow: a run starts every three seconds, an outage of the unstable model comes every 80 seconds, and a flag is denied every 72 seconds.
    [Fact]
    public async Task Demo_On_EveryMetricChangesAndNoneIsNegative()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var metrics = new Uri(address, "actuator/prometheus");
        await using var host = await HostProcess.StartAsync(metrics, new("--only", "ccproxy,ai-orchestrator", "--demo", "true", "--set", $"systems:ai-orchestrator:port={address.Port}"));
        // Gauges return to 0, so what was once seen counts.
        var changed = new HashSet<string>();

        await Eventually.TrueAsync(
            "every family has a series that is not 0",
            async token =>
            {
                var scrape = PrometheusTextParser.Parse(await Readiness.Http.GetByteArrayAsync(metrics, token));
                scrape.Samples.Where(sample => sample.Name.StartsWith("orchestrator_", StringComparison.Ordinal)).ShouldAllBe(sample => !(sample.Value < 0));
                changed.UnionWith(AiOrchestratorCatalog.Catalog.Metrics.Select(metric => metric.Name).Where(name => scrape.Samples.Any(sample => IsOf(sample.Name, name) && sample.Value > 0)));
                string[] unchanged = [.. AiOrchestratorCatalog.Catalog.Metrics.Select(metric => metric.Name).Except(AtRest).Except(changed)];
                return unchanged.Length == 0 ? true : throw new InvalidOperationException($"{string.Join(", ", unchanged)} did not change yet.");
            },
            TimeSpan.FromMinutes(5));
        changed.Intersect(AtRest).ShouldBeEmpty();
    }

    private static bool IsOf(string sample, string metric) => sample == metric || sample == metric + "_count";
}
