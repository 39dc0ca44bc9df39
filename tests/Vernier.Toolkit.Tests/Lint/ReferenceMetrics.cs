using Vernier.DicomWebOAuth;
using Vernier.Orchestrix;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Sources;

namespace Vernier.Toolkit.Tests.Lint;

/// <summary>
/// The metrics that the reference queries read: as the reference pages of the systems define them, and as a public implementation of the AI orchestrator
/// exposes them.
/// </summary>
internal static class ReferenceMetrics
{
    private static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(15);

    private static readonly double[] Milliseconds = [10, 100, 1000, 10_000, 60_000];

    /// <summary>The metrics of the reference pages. Refreshes and rotations are counted on success there.</summary>
    public static KnownMetrics Documented => Known(
    [
        .. DicomWebOAuthCatalog.Catalog.Metrics,
        .. OrchestrixCatalog.Catalog.Metrics,

        new HistogramDefinition("orchestrator_agent_execution_latency", "Agent execution latency") { Labels = Labels("agent_type", "repository", "user"), Buckets = Milliseconds },
        new GaugeDefinition("orchestrator_graft_circuit_breaker_state", "State") { Labels = Labels("agent") },
        new CounterDefinition("orchestrator_graft_circuit_open_total", "Openings"),
        new CounterDefinition("orchestrator_graft_success_total", "Successful grafts") { Counts = CountedOutcomes.Successes },
        new CounterDefinition("orchestrator_graft_executions_total", "Grafts") { Counts = CountedOutcomes.Attempts },
        new GaugeDefinition("orchestrator_websocket_active_connections", "Active connections"),
        new CounterDefinition("orchestrator_websocket_messages_in_total", "Messages in"),
        new CounterDefinition("orchestrator_websocket_messages_out_total", "Messages out"),
        new SummaryDefinition("orchestrator_websocket_connection_quality", "Quality"),
        new SummaryDefinition("orchestrator_websocket_message_delivery_rate", "Delivery rate"),
        new HistogramDefinition("orchestrator_websocket_message_latency", "Message latency") { Buckets = Milliseconds },
        new CounterDefinition("orchestrator_jwt_token_refresh_total", "Refreshes") { Counts = CountedOutcomes.Successes },
        new CounterDefinition("orchestrator_jwt_token_refresh_failure_total", "Failed refreshes") { Counts = CountedOutcomes.Failures },
        new CounterDefinition("orchestrator_vault_secret_rotation_total", "Rotations") { Counts = CountedOutcomes.Successes },
        new CounterDefinition("orchestrator_vault_secret_rotation_failure_total", "Failed rotations") { Counts = CountedOutcomes.Failures },
        new CounterDefinition("orchestrator_cost_attribution", "Cost") { Labels = Labels("repository", "user") },

        new CounterDefinition("pangolin_site_bandwidth_bytes_total", "Bytes") { Labels = Labels("site_id", "direction", "protocol") },
        new CounterDefinition("pangolin_resource_requests_total", "Requests")
        {
            Labels = Labels("site_id", "resource_id", "backend", "method", "status"),
            Counts = CountedOutcomes.Attempts,
        },
        new HistogramDefinition("pangolin_resource_request_duration_seconds", "Latency") { Labels = Labels("site_id", "resource_id", "backend", "method") },
        new GaugeDefinition("pangolin_resource_active_connections", "Connections") { Labels = Labels("site_id", "resource_id", "protocol") },
        new CounterDefinition("pangolin_resource_errors_total", "Errors") { Labels = Labels("site_id", "resource_id", "backend", "error_type"), Counts = CountedOutcomes.Failures },
    ]);

    /// <summary>The metrics of an AI orchestrator on Micrometer: timers are summaries in seconds, and every counter has a suffix.</summary>
    public static KnownMetrics Exposed => Known(
    [
        new SummaryDefinition("orchestrator_agent_execution_latency_seconds", "Latency") { Quantiles = [0.5, 0.95, 0.99] },
        new GaugeDefinition("orchestrator_graft_circuit_breaker_state", "State") { Labels = Labels("agent") },
        new CounterDefinition("orchestrator_graft_circuit_open_total", "Rejections"),
        new CounterDefinition("orchestrator_graft_success_total", "Successful grafts"),
        new CounterDefinition("orchestrator_graft_executions_total", "Grafts"),
        new GaugeDefinition("orchestrator_websocket_active_connections", "Active connections"),
        new CounterDefinition("orchestrator_websocket_messages_in_total", "Messages in"),
        new CounterDefinition("orchestrator_websocket_messages_out_total", "Messages out"),
        new SummaryDefinition("orchestrator_websocket_connection_quality_score", "Quality") { Quantiles = [] },
        new SummaryDefinition("orchestrator_websocket_message_delivery_rate", "Delivery rate") { Quantiles = [] },
        new SummaryDefinition("orchestrator_websocket_message_latency_seconds", "Message latency") { Quantiles = [] },
        new CounterDefinition("orchestrator_jwt_token_refresh_total", "Refreshes"),
        new CounterDefinition("orchestrator_jwt_token_refresh_failure_total", "Failed refreshes"),
        new CounterDefinition("orchestrator_vault_secret_rotation_total", "Rotations"),
        new CounterDefinition("orchestrator_vault_secret_rotation_failure_total", "Failed rotations"),
        new CounterDefinition("orchestrator_cost_attribution_total", "Cost") { Labels = Labels("repository", "user") },
    ]);

    private static KnownMetrics Known(MetricDefinition[] metrics) => new(metrics.Select(metric => CatalogReader.ToKnownMetric(metric, ScrapeInterval)), ["job", "instance"]);

    private static LabelDefinition[] Labels(params string[] names) => [.. names.Select(name => new LabelDefinition(name))];
}
