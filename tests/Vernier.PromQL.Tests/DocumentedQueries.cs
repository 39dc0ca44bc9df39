namespace Vernier.PromQL.Tests;

/// <summary>The queries in the reference pages of the five systems, as written there.</summary>
internal static class DocumentedQueries
{
    public static IReadOnlyList<string> All { get; } =
    [
        """
        rate(dicomweb_oauth_token_acquisitions_total{status="success"}[5m])
        /
        rate(dicomweb_oauth_token_acquisitions_total[5m])
        """,
        """
        rate(dicomweb_oauth_cache_hits_total[5m])
        /
        (rate(dicomweb_oauth_cache_hits_total[5m]) + rate(dicomweb_oauth_cache_misses_total[5m]))
        """,
        "dicomweb_oauth_circuit_breaker_state",
        "histogram_quantile(0.95, rate(dicomweb_oauth_token_acquisition_duration_seconds_bucket[5m]))",
        "histogram_quantile(0.95, sum(rate(orchestrator_agent_execution_latency_bucket[5m])) by (agent_type, le))",
        """
        histogram_quantile(0.99, sum(rate(orchestrator_agent_execution_latency_bucket{repository="myorg/myrepo"}[5m])) by (le))
        """,
        "avg(rate(orchestrator_agent_execution_latency_sum[5m]) / rate(orchestrator_agent_execution_latency_count[5m]))",
        "count(orchestrator_graft_circuit_breaker_state == 1)",
        "rate(orchestrator_graft_circuit_open_total[1m]) * 60",
        "(sum(orchestrator_graft_success_total) / sum(orchestrator_graft_executions_total)) * 100",
        "orchestrator_websocket_active_connections",
        "rate(orchestrator_websocket_messages_in_total[1m])",
        "rate(orchestrator_websocket_messages_out_total[1m])",
        "avg(orchestrator_websocket_connection_quality)",
        "avg(orchestrator_websocket_message_delivery_rate) * 100",
        "histogram_quantile(0.95, rate(orchestrator_websocket_message_latency_bucket[5m]))",
        "rate(orchestrator_jwt_token_refresh_total[1m]) * 60",
        "rate(orchestrator_jwt_token_refresh_failure_total[5m]) * 60",
        """
        (sum(orchestrator_jwt_token_refresh_total) - sum(orchestrator_jwt_token_refresh_failure_total)) /
        sum(orchestrator_jwt_token_refresh_total) * 100
        """,
        "sum(orchestrator_vault_secret_rotation_total)",
        "sum(orchestrator_vault_secret_rotation_failure_total)",
        """
        (sum(orchestrator_vault_secret_rotation_total) - sum(orchestrator_vault_secret_rotation_failure_total)) /
        sum(orchestrator_vault_secret_rotation_total) * 100
        """,
        "increase(orchestrator_vault_secret_rotation_total[24h])",
        "sum(orchestrator_cost_attribution)",
        "sum(orchestrator_cost_attribution) by (repository)",
        "sum(orchestrator_cost_attribution) by (user)",
        "topk(10, sum(orchestrator_cost_attribution) by (repository))",
        "sum(increase(orchestrator_cost_attribution[24h]))",
        "sum(increase(orchestrator_cost_attribution[1h]))",
        """
        sum(increase(orchestrator_cost_attribution{user="user123"}[7d]))
        """,
        "histogram_quantile(0.95, rate(orchestrator_agent_execution_latency_bucket[5m])) > 10000",
        "orchestrator_graft_circuit_breaker_state == 1",
        "orchestrator_websocket_active_connections > 100",
        "avg(orchestrator_websocket_message_delivery_rate) < 0.95",
        "rate(orchestrator_jwt_token_refresh_failure_total[5m]) > 0.1",
        "increase(orchestrator_vault_secret_rotation_failure_total[1h]) > 0",
        "rate(orchestrator_cost_attribution[1h]) > 10",
        "sum(increase(orchestrator_cost_attribution[1h])) by (repository)",
        "count(count(orchestrator_cost_attribution) by (repository))",
        "count(count(orchestrator_cost_attribution) by (user))",
        "rate(pangolin_site_bandwidth_bytes_total[5m])",
        "rate(pangolin_resource_requests_total[5m])",
        """
        rate(pangolin_resource_request_duration_seconds_sum[5m])
          / rate(pangolin_resource_request_duration_seconds_count[5m])
        """,
        "pangolin_resource_active_connections",
        "rate(pangolin_resource_errors_total[5m])",
        "rate(orchestrix_errors_total[5m]) > 0.05",
        "histogram_quantile(0.95, orchestrix_handler_duration_seconds) > 1.0",
    ];
}
