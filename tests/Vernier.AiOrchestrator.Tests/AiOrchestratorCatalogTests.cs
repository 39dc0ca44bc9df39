using Vernier.Catalog;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests;

public class AiOrchestratorCatalogTests
{
    private static readonly MetricCatalog Catalog = AiOrchestratorCatalog.Catalog;

    private static IEnumerable<PanelQuery> PanelQueries => Catalog.Dashboards.SelectMany(d => d.Panels).SelectMany(p => p.Queries);

    [Theory]
    [InlineData("orchestrator_agent_execution_latency", MetricType.Histogram, "agent_type,repository,user")]
    [InlineData("orchestrator_graft_circuit_breaker_state", MetricType.Gauge, "agent")]
    [InlineData("orchestrator_graft_circuit_open_total", MetricType.Counter, "agent")]
    [InlineData("orchestrator_graft_executions_total", MetricType.Counter, "agent")]
    [InlineData("orchestrator_graft_success_total", MetricType.Counter, "agent")]
    [InlineData("orchestrator_graft_failure_total", MetricType.Counter, "agent")]
    [InlineData("orchestrator_graft_timeout_total", MetricType.Counter, "agent")]
    [InlineData("orchestrator_websocket_active_connections", MetricType.Gauge, "")]
    [InlineData("orchestrator_websocket_message_queue_depth", MetricType.Gauge, "")]
    [InlineData("orchestrator_websocket_dropped_messages", MetricType.Gauge, "")]
    [InlineData("orchestrator_websocket_connection_quality", MetricType.Summary, "")]
    [InlineData("orchestrator_websocket_message_delivery_rate", MetricType.Summary, "")]
    [InlineData("orchestrator_websocket_message_latency", MetricType.Histogram, "")]
    [InlineData("orchestrator_websocket_connections_total", MetricType.Counter, "")]
    [InlineData("orchestrator_websocket_disconnections_total", MetricType.Counter, "")]
    [InlineData("orchestrator_websocket_reconnections_total", MetricType.Counter, "")]
    [InlineData("orchestrator_websocket_messages_in_total", MetricType.Counter, "")]
    [InlineData("orchestrator_websocket_messages_out_total", MetricType.Counter, "")]
    [InlineData("orchestrator_websocket_message_failures_total", MetricType.Counter, "")]
    [InlineData("orchestrator_websocket_fallback_http_total", MetricType.Counter, "")]
    [InlineData("orchestrator_jwt_token_refresh_total", MetricType.Counter, "")]
    [InlineData("orchestrator_jwt_token_refresh_failure_total", MetricType.Counter, "")]
    [InlineData("orchestrator_vault_secret_rotation_total", MetricType.Counter, "")]
    [InlineData("orchestrator_vault_secret_rotation_failure_total", MetricType.Counter, "")]
    [InlineData("orchestrator_vault_secret_last_rotation_timestamp", MetricType.Gauge, "secret")]
    [InlineData("orchestrator_cost_attribution", MetricType.Counter, "repository,user")]
    [InlineData("orchestrator_llm_tokens_used", MetricType.Counter, "model,kind")]
    [InlineData("orchestrator_llm_dual_failover_total", MetricType.Counter, "tier,from_leg,to_leg")]
    [InlineData("orchestrator_agent_step_executions_total", MetricType.Counter, "agent_type")]
    [InlineData("orchestrator_agent_step_duration", MetricType.Summary, "step_name")]
    [InlineData("orchestrator_workflow_duration", MetricType.Histogram, "")]
    [InlineData("orchestrator_interrupt_triggered_total", MetricType.Counter, "interrupt_type")]
    public void Metrics_Known_HaveTheTypeAndLabels(string name, MetricType type, string labels)
    {
        var metric = Catalog.Metrics.Single(m => m.Name == name);

        metric.Type.ShouldBe(type);
        string.Join(',', metric.Labels).ShouldBe(labels);
    }

    [Fact]
    public void Metrics_Definitions_AreAllInTheCatalog() =>
        typeof(AiOrchestratorDefinitions).GetFields().Select(field => field.GetValue(null)).OfType<MetricDefinition>().Select(m => m.Name)
            .ShouldBe(Catalog.Metrics.Select(m => m.Name), ignoreOrder: true);

    [Fact]
    public void Metrics_All_AreRegistered()
    {
        var registry = Scraping.NewRegistry();
        new AiOrchestratorMetrics(registry).ObserveBlockedAccounts(() => 0);

        registry.Families.Select(f => f.Name).ShouldBe(Catalog.Metrics.Select(m => m.Name), ignoreOrder: true);
    }

    [Fact]
    public void Metrics_All_StartWithTheName() => Catalog.Metrics.ShouldAllBe(m => m.Name.StartsWith("orchestrator_"));

    [Fact]
    public void Labels_OpenSet_HasALimit() =>
        Catalog.Metrics.SelectMany(m => m.Labels).Where(l => l.Values is null).ShouldAllBe(l => l.MaxValues > 0);

    [Fact]
    public void Labels_RepositoryAndUser_HaveTheRecommendedLimits()
    {
        foreach (var metric in Catalog.Metrics.Where(m => m.Labels.Any(l => l.Name == "repository")))
        {
            metric.Label("repository").MaxValues.ShouldBe(500);
            metric.Label("user").MaxValues.ShouldBe(1_000);
            metric.MaxSeries.ShouldBe(10_000);
        }
    }

    [Fact]
    public void Dashboards_All_HaveTheKnownTitlesAndFiles() => Catalog.Dashboards.Select(d => (d.Title, d.FileName)).ShouldBe(
    [
        ("Metrics Overview", "metrics-overview"),
        ("Agent Performance", "agent-performance"),
        ("Circuit Breakers", "circuit-breakers"),
        ("WebSocket Health", "websocket-health"),
        ("Security Metrics", "security-metrics"),
        ("Cost Attribution", "cost-attribution"),
    ]);

    [Fact]
    public void Panels_All_ReadEachMetricOfTheCatalog() =>
        PanelQueries.SelectMany(q => q.Expression.Metrics).Select(m => m.Name).Distinct().ShouldBe(Catalog.Metrics.Select(m => m.Name), ignoreOrder: true);

    [Fact]
    public void Panels_KnownQueries_AreShownVerbatim() =>
        Catalog.DocumentedQueries.Where(q => q.Verdict is not QueryVerdict.Misleads).Select(q => q.Expression)
            .Except(PanelQueries.Select(q => q.Expression.ToString())).ShouldBeEmpty();

    // The form without NaN, or with 0 instead of nothing, is in a panel next to it. Panels use the interval of the zoom.
    [Theory]
    [InlineData("Q7")]
    [InlineData("Q8")]
    [InlineData("Q14")]
    [InlineData("Q15")]
    [InlineData("Q22")]
    [InlineData("Q37")]
    public void Panels_QueryWithAReplacement_ShowTheReplacementToo(string id)
    {
        var instead = Catalog.DocumentedQueries.Single(q => q.Id == id).Instead.ShouldNotBeNull().ToString();

        PanelQueries.Select(q => q.Expression.ToString()).ShouldContain(query => query == instead || query == instead.Replace("[5m]", "[$__rate_interval]"));
    }

    [Fact]
    public void DocumentedQueries_All_AreQ5ToQ40() => Catalog.DocumentedQueries.Select(q => q.Id).ShouldBe(Enumerable.Range(5, 36).Select(number => $"Q{number}"));

    [Fact]
    public void DocumentedQueries_All_HaveAReason() => Catalog.DocumentedQueries.ShouldAllBe(q => q.Reason.EndsWith('.'));

    [Theory]
    [InlineData("HighAgentLatencyP95", 5, AlertSeverity.Warning, "histogram_quantile(0.95, rate(orchestrator_agent_execution_latency_bucket[5m])) > 10000", "High agent execution latency (P95 > 10s)")]
    [InlineData("CircuitBreakerOpen", 2, AlertSeverity.Critical, "orchestrator_graft_circuit_breaker_state == 1", "Circuit breaker OPEN for {{ $labels.agent }}")]
    [InlineData("WebSocketConnectionsHigh", 10, AlertSeverity.Warning, "orchestrator_websocket_active_connections > 100", "High WebSocket connection count")]
    [InlineData("MessageDeliveryRateLow", 10, AlertSeverity.Warning, "avg(orchestrator_websocket_message_delivery_rate >= 0) < 0.95", "Low WebSocket message delivery rate")]
    [InlineData("JWTRefreshFailureRateHigh", 5, AlertSeverity.Critical, "rate(orchestrator_jwt_token_refresh_failure_total[5m]) > 0.1", "High JWT token refresh failure rate")]
    [InlineData("VaultRotationFailure", 1, AlertSeverity.Critical, "increase(orchestrator_vault_secret_rotation_failure_total[1h]) > 0", "Vault secret rotation failure detected")]
    [InlineData("CostSpikeDetected", 30, AlertSeverity.Warning, "sum(rate(orchestrator_cost_attribution[1h])) * 3600 > 10", "Cost spike detected")]
    public void Alerts_Known_HaveTheExpressionDurationAndSeverity(string name, int minutes, AlertSeverity severity, string expression, string summary)
    {
        var alert = Catalog.Alerts.Single(a => a.Name == name);

        alert.For.ShouldBe(TimeSpan.FromMinutes(minutes));
        alert.Severity.ShouldBe(severity);
        alert.Expression.ToString().ShouldBe(expression);
        alert.Summary.ShouldBe(summary);
    }

    [Fact]
    public void Alerts_Group_IsEvaluatedEvery30Seconds() => Catalog.AlertInterval.ShouldBe(TimeSpan.FromSeconds(30));

    [Fact]
    public void Alerts_LatencyInMilliseconds_IsNotFormattedAsSeconds() =>
        Catalog.Alerts.Single(a => a.Name == "HighAgentLatencyP95").Description.ShouldNotContain("humanizeDuration");

    [Fact]
    public void Alerts_All_HaveARunbookSection() => Catalog.Alerts.ShouldAllBe(a => a.Runbook == "docs/runbooks/ai-orchestrator.md#" + a.Name.ToLowerInvariant());

    [Fact]
    public void RecordingRules_CostByRepository_IsTheKnownOne()
    {
        var rule = Catalog.RecordingRules.ShouldHaveSingleItem();

        rule.Name.ShouldBe("orchestrator:cost:repository:1h");
        rule.Expression.ToString().ShouldBe("sum(increase(orchestrator_cost_attribution[1h])) by (repository)");
    }

    [Fact]
    public void Scrape_Job_IsTheKnownOne() =>
        Catalog.Scrape.ShouldBe(new ScrapeDefinition("ai-orchestrator", "orchestrator", 8080) { Path = "/actuator/prometheus", Interval = TimeSpan.FromSeconds(15) });
}
