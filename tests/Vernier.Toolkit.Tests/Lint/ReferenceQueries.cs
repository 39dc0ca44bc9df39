using static Vernier.Catalog.QueryVerdict;

namespace Vernier.Toolkit.Tests.Lint;

/// <summary>The queries in the reference pages of the five systems.</summary>
internal static class ReferenceQueries
{
    public static IReadOnlyList<ReferenceQuery> All { get; } =
    [
        new("Q1", "Token Acquisition Success Rate",
            "rate(dicomweb_oauth_token_acquisitions_total{status=\"success\"}[5m])\n/\nrate(dicomweb_oauth_token_acquisitions_total[5m])", Misleads, "ratio-always-one"),
        new("Q2", "Cache Hit Rate",
            "rate(dicomweb_oauth_cache_hits_total[5m])\n/\n(rate(dicomweb_oauth_cache_hits_total[5m]) + rate(dicomweb_oauth_cache_misses_total[5m]))", WorksWithCaveat, "operands-may-not-match"),
        new("Q3", "Circuit Breaker Status", "dicomweb_oauth_circuit_breaker_state", Works, null),
        new("Q4", "P95 Token Acquisition Time", "histogram_quantile(0.95, rate(dicomweb_oauth_token_acquisition_duration_seconds_bucket[5m]))", WorksWithCaveat, "quantile-per-series"),

        new("Q5", "P95 latency by agent type", "histogram_quantile(0.95, sum(rate(orchestrator_agent_execution_latency_bucket[5m])) by (agent_type, le))", NeedsShape, "metric-mismatch"),
        new("Q6", "P99 latency for specific repository",
            "histogram_quantile(0.99, sum(rate(orchestrator_agent_execution_latency_bucket{repository=\"myorg/myrepo\"}[5m])) by (le))", NeedsShape, "metric-mismatch"),
        new("Q7", "Mean latency across all agents",
            "avg(rate(orchestrator_agent_execution_latency_sum[5m]) / rate(orchestrator_agent_execution_latency_count[5m]))", NeedsShape, "metric-mismatch"),
        new("Q8", "Count of open circuit breakers", "count(orchestrator_graft_circuit_breaker_state == 1)", WorksWithCaveat, "count-of-comparison"),
        new("Q9", "Circuit breaker open events per minute", "rate(orchestrator_graft_circuit_open_total[1m]) * 60", WorksWithCaveat, "range-assumes-interval"),
        new("Q10", "Graft success rate", "(sum(orchestrator_graft_success_total) / sum(orchestrator_graft_executions_total)) * 100", WorksWithCaveat, "raw-counter"),
        new("Q11", "Active connections", "orchestrator_websocket_active_connections", Works, null),
        new("Q12", "Message throughput (per second)", "rate(orchestrator_websocket_messages_in_total[1m])", WorksWithCaveat, "range-assumes-interval"),
        new("Q13", "Message throughput (per second)", "rate(orchestrator_websocket_messages_out_total[1m])", WorksWithCaveat, "range-assumes-interval"),
        new("Q14", "Average connection quality", "avg(orchestrator_websocket_connection_quality)", NeedsShape, "metric-mismatch"),
        new("Q15", "Message delivery success rate", "avg(orchestrator_websocket_message_delivery_rate) * 100", NeedsShape, "metric-mismatch"),
        new("Q16", "WebSocket message latency P95", "histogram_quantile(0.95, rate(orchestrator_websocket_message_latency_bucket[5m]))", NeedsShape, "metric-mismatch"),
        new("Q17", "JWT refresh rate per minute", "rate(orchestrator_jwt_token_refresh_total[1m]) * 60", WorksWithCaveat, "range-assumes-interval"),
        new("Q18", "JWT refresh failure rate", "rate(orchestrator_jwt_token_refresh_failure_total[5m]) * 60", Works, null),
        new("Q19", "JWT refresh success rate",
            "(sum(orchestrator_jwt_token_refresh_total) - sum(orchestrator_jwt_token_refresh_failure_total)) / \nsum(orchestrator_jwt_token_refresh_total) * 100", Misleads, "disjoint-ratio"),
        new("Q20", "Total rotations", "sum(orchestrator_vault_secret_rotation_total)", WorksWithCaveat, "raw-counter"),
        new("Q21", "Rotation failures", "sum(orchestrator_vault_secret_rotation_failure_total)", WorksWithCaveat, "raw-counter"),
        new("Q22", "Rotation success rate",
            "(sum(orchestrator_vault_secret_rotation_total) - sum(orchestrator_vault_secret_rotation_failure_total)) / \nsum(orchestrator_vault_secret_rotation_total) * 100", Misleads, "disjoint-ratio"),
        new("Q23", "Rotations in last 24 hours", "increase(orchestrator_vault_secret_rotation_total[24h])", WorksWithCaveat, "increase-estimates"),
        new("Q24", "Total cost (all time)", "sum(orchestrator_cost_attribution)", NeedsShape, "metric-mismatch"),
        new("Q25", "Cost by repository", "sum(orchestrator_cost_attribution) by (repository)", NeedsShape, "metric-mismatch"),
        new("Q26", "Cost by user", "sum(orchestrator_cost_attribution) by (user)", NeedsShape, "metric-mismatch"),
        new("Q27", "Top 10 repositories by cost", "topk(10, sum(orchestrator_cost_attribution) by (repository))", NeedsShape, "metric-mismatch"),
        new("Q28", "Cost in last 24 hours", "sum(increase(orchestrator_cost_attribution[24h]))", NeedsShape, "metric-mismatch"),
        new("Q29", "Cost rate per hour", "sum(increase(orchestrator_cost_attribution[1h]))", NeedsShape, "metric-mismatch"),
        new("Q30", "Cost per user in last 7 days", "sum(increase(orchestrator_cost_attribution{user=\"user123\"}[7d]))", NeedsShape, "metric-mismatch"),
        new("Q31", "HighAgentLatencyP95", "histogram_quantile(0.95, rate(orchestrator_agent_execution_latency_bucket[5m])) > 10000", NeedsShape, "metric-mismatch"),
        new("Q32", "CircuitBreakerOpen", "orchestrator_graft_circuit_breaker_state == 1", Works, null),
        new("Q33", "WebSocketConnectionsHigh", "orchestrator_websocket_active_connections > 100", Works, null),
        new("Q34", "MessageDeliveryRateLow", "avg(orchestrator_websocket_message_delivery_rate) < 0.95", NeedsShape, "metric-mismatch"),
        new("Q35", "JWTRefreshFailureRateHigh", "rate(orchestrator_jwt_token_refresh_failure_total[5m]) > 0.1", Works, null),
        new("Q36", "VaultRotationFailure", "increase(orchestrator_vault_secret_rotation_failure_total[1h]) > 0", WorksWithCaveat, "increase-estimates"),
        new("Q37", "CostSpikeDetected", "rate(orchestrator_cost_attribution[1h]) > 10", NeedsShape, "metric-mismatch"),
        new("Q38", "orchestrator:cost:repository:1h", "sum(increase(orchestrator_cost_attribution[1h])) by (repository)", NeedsShape, "metric-mismatch"),
        new("Q39", "Count unique repositories", "count(count(orchestrator_cost_attribution) by (repository))", NeedsShape, "metric-mismatch"),
        new("Q40", "Count unique users", "count(count(orchestrator_cost_attribution) by (user))", NeedsShape, "metric-mismatch"),

        new("Q41", "Site bandwidth rate", "rate(pangolin_site_bandwidth_bytes_total[5m])", Works, null),
        new("Q42", "Request rate by endpoint", "rate(pangolin_resource_requests_total[5m])", Misleads, "title-label"),
        new("Q43", "Average request duration",
            "rate(pangolin_resource_request_duration_seconds_sum[5m]) \n  / rate(pangolin_resource_request_duration_seconds_count[5m])", Works, null),
        new("Q44", "Active connections", "pangolin_resource_active_connections", Works, null),
        new("Q45", "Error rate", "rate(pangolin_resource_errors_total[5m])", WorksWithCaveat, "rate-not-ratio"),

        new("Q46", "HighErrorRate", "rate(orchestrix_errors_total[5m]) > 0.05", WorksWithCaveat, "alert-per-series"),
        new("Q47", "SlowHandlers", "histogram_quantile(0.95, orchestrix_handler_duration_seconds) > 1.0", Broken, "histogram-without-suffix"),
    ];
}
