using Vernier.EndToEnd.Servers;
using Vernier.Pangolin;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Systems.Pangolin;

/// <summary>The demo traffic of the host.</summary>
public class DemoTests
{
    /// <summary>What needs an ACME server, WireGuard, a changed file, a restart or an error of the disk is not part of the demo.</summary>
    private static readonly string[] AtRest =
    [
        "pangolin_wg_handshake_total", "pangolin_holepunch_orchestration_total", "pangolin_acme_cert_events_total", "pangolin_acme_cert_expiry_days",
        "pangolin_config_reloads_total", "pangolin_restart_count_total", "pangolin_traefik_provider_errors_total",
    ];

    /// <summary>Jobs are taken within a second, so the gauge is rarely seen above 0.</summary>
    private static readonly string[] RarelySeen = ["pangolin_background_queue_depth"];

    // Slow: a site loses its connection every 20 seconds, and sessions are extended after 30 seconds.
    [Fact]
    public async Task Demo_On_EveryMetricChanges()
    {
        var metrics = new Uri($"http://127.0.0.1:{FreePort.Next()}/metrics");
        await using var host = await HostProcess.StartAsync(metrics, new(
            "--only", "pangolin", "--demo", "true", "--set", $"systems:pangolin:metrics:port={metrics.Port}", "--set", $"systems:pangolin:port={FreePort.Next()}"));
        // Gauges return to 0, so what was once seen counts.
        var changed = new HashSet<string>();

        await Eventually.TrueAsync(
            "every family has a series that is not 0",
            async token =>
            {
                var scrape = PrometheusTextParser.Parse(await Readiness.Http.GetByteArrayAsync(metrics, token));
                scrape.Samples.Where(sample => sample.Name.StartsWith("pangolin_", StringComparison.Ordinal)).ShouldAllBe(sample => sample.Value >= 0);
                changed.UnionWith(PangolinCatalog.Catalog.Metrics.Select(metric => metric.Name).Where(name => scrape.Samples.Any(sample => IsOf(sample.Name, name) && sample.Value > 0)));
                string[] unchanged = [.. PangolinCatalog.Catalog.Metrics.Select(metric => metric.Name).Except(AtRest).Except(RarelySeen).Except(changed)];
                return unchanged.Length == 0 ? true : throw new InvalidOperationException($"{string.Join(", ", unchanged)} did not change yet.\n{string.Join('\n', host.Output)}");
            },
            TimeSpan.FromMinutes(3));
        changed.Intersect(AtRest).ShouldBeEmpty();
    }

    private static bool IsOf(string sample, string metric) => sample == metric || sample == metric + "_count";
}
