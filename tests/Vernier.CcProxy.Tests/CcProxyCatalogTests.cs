using Vernier.Catalog;
using Vernier.Testing;

namespace Vernier.CcProxy.Tests;

public class CcProxyCatalogTests
{
    private static readonly MetricCatalog Catalog = CcProxyCatalog.Catalog;

    [Theory]
    [InlineData("ccproxy_requests_total", MetricType.Counter, "method,endpoint,model,status,service_type")]
    [InlineData("ccproxy_response_duration_seconds", MetricType.Histogram, "model,endpoint,service_type")]
    [InlineData("ccproxy_active_requests", MetricType.Gauge, "")]
    [InlineData("ccproxy_tokens_total", MetricType.Counter, "type,model,service_type")]
    [InlineData("ccproxy_cost_usd_total", MetricType.Counter, "model,cost_type,service_type")]
    [InlineData("ccproxy_errors_total", MetricType.Counter, "error_type,endpoint,model,service_type")]
    [InlineData("ccproxy_pool_clients_total", MetricType.Gauge, "")]
    [InlineData("ccproxy_pool_clients_available", MetricType.Gauge, "")]
    [InlineData("ccproxy_pool_clients_active", MetricType.Gauge, "")]
    [InlineData("ccproxy_pool_connections_created_total", MetricType.Counter, "")]
    [InlineData("ccproxy_pool_connections_closed_total", MetricType.Counter, "")]
    [InlineData("ccproxy_pool_acquisitions_total", MetricType.Counter, "")]
    [InlineData("ccproxy_pool_releases_total", MetricType.Counter, "")]
    [InlineData("ccproxy_pool_health_check_failures_total", MetricType.Counter, "")]
    [InlineData("ccproxy_pool_acquisition_duration_seconds", MetricType.Histogram, "")]
    [InlineData("ccproxy_info", MetricType.Info, "version,metrics_enabled")]
    [InlineData("up", MetricType.Gauge, "")]
    public void Metrics_Documented_HaveTheDocumentedTypeAndLabels(string name, MetricType type, string labels)
    {
        var metric = Catalog.Metrics.Single(m => m.Name == name);

        metric.Type.ShouldBe(type);
        string.Join(',', metric.Labels).ShouldBe(labels);
    }

    [Fact]
    public void Metrics_All_AreTheDocumentedOnesAndTwoForHooks() =>
        Catalog.Metrics.Select(m => m.Name).Count(n => !n.StartsWith("vernier_")).ShouldBe(17);

    [Fact]
    public void Labels_TokenTypesAndCostTypes_AreTheKindsOfTokens()
    {
        foreach (var label in new[] { "ccproxy_tokens_total/type", "ccproxy_cost_usd_total/cost_type" })
            Catalog.Metrics.Single(m => m.Name == label.Split('/')[0]).Label(label.Split('/')[1]).Values.ShouldBe(["input", "output", "cache_read", "cache_write"]);
    }

    [Fact]
    public void Labels_OpenSet_HasALimit() =>
        Catalog.Metrics.SelectMany(m => m.Labels).Where(l => l.Values is null && l.Name != "version").ShouldAllBe(l => l.MaxValues > 0);

    [Fact]
    public void Metrics_All_AreRegistered()
    {
        var registry = Scraping.NewRegistry();
        _ = new CcProxyMetrics(registry, new CcProxyOptions(), "1");

        registry.Families.Select(f => f.Name).ShouldBe(Catalog.Metrics.Select(m => m.Name), ignoreOrder: true);
    }

    [Fact]
    public void Panels_All_UseEveryMetricOfTheCatalog() =>
        Catalog.Dashboards.SelectMany(d => d.Panels).SelectMany(p => p.Queries).SelectMany(q => q.Expression.Metrics).Select(m => m.Name).Distinct()
            .ShouldBe(Catalog.Metrics.Select(m => m.Name), ignoreOrder: true);

    [Fact]
    public void Alerts_All_HaveMetricsAndARunbookSection() =>
        Catalog.Alerts.ShouldAllBe(a => a.Expression.Metrics.Count > 0 && a.Runbook == "docs/runbooks/ccproxy.md#" + a.Name.ToLowerInvariant());
}
