using Vernier.Catalog;

namespace Vernier.Orchestrix.Tests;

public class OrchestrixCatalogTests
{
    private static readonly MetricCatalog Catalog = OrchestrixCatalog.Catalog;

    [Theory]
    [InlineData("orchestrix_messages_total", MetricType.Counter, "Total messages published", "type,name")]
    [InlineData("orchestrix_messages_per_second", MetricType.Gauge, "Messages published per second", "")]
    [InlineData("orchestrix_handler_duration_seconds", MetricType.Histogram, "Handler execution time", "handler")]
    [InlineData("orchestrix_active_handlers", MetricType.Gauge, "Handler calls in progress", "handler")]
    [InlineData("orchestrix_store_operations_total", MetricType.Counter, "Event store operations", "operation,store")]
    [InlineData("orchestrix_store_duration_seconds", MetricType.Histogram, "Event store operation duration", "operation")]
    [InlineData("orchestrix_errors_total", MetricType.Counter, "Total errors", "type,handler,aggregate")]
    public void Metrics_Documented_MatchTheDocumentation(string name, MetricType type, string help, string labels)
    {
        var metric = Catalog.Metrics.Single(m => m.Name == name);

        metric.Type.ShouldBe(type);
        metric.Help.ShouldBe(help);
        string.Join(',', metric.Labels).ShouldBe(labels);
    }

    [Theory]
    [InlineData("orchestrix_messages_total", "type", "command,event")]
    [InlineData("orchestrix_store_operations_total", "operation", "save,load")]
    [InlineData("orchestrix_errors_total", "type", "handler_error,concurrency_error,store_error")]
    public void Labels_ClosedSet_HasTheDocumentedValues(string metric, string label, string values) =>
        string.Join(',', Catalog.Metrics.Single(m => m.Name == metric).Label(label).Values.ShouldNotBeNull()).ShouldBe(values);

    [Fact]
    public void Labels_OpenSet_HasALimit() =>
        Catalog.Metrics.SelectMany(m => m.Labels).Where(l => l.Values is null).ShouldAllBe(l => l.MaxValues > 0);

    [Fact]
    public void Metrics_All_AreRegistered()
    {
        var registry = new MetricRegistry(new MetricRegistryOptions { SelfMetrics = false });
        _ = new OrchestrixMetrics(registry);

        registry.Families.Select(f => f.Name).ShouldBe(Catalog.Metrics.Select(m => m.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Panels_All_ReadEachMetricOfTheCatalog() =>
        Catalog.Dashboards.SelectMany(d => d.Panels).SelectMany(p => p.Queries).SelectMany(q => q.Expression.Metrics).Select(m => m.Name).Distinct()
            .ShouldBe(Catalog.Metrics.Select(m => m.Name), ignoreOrder: true);

    [Fact]
    public void Alerts_HighErrorRate_IsAsDocumented()
    {
        var alert = Catalog.Alerts.Single(a => a.Name == "HighErrorRate");

        alert.Expression.ToString().ShouldBe("rate(orchestrix_errors_total[5m]) > 0.05");
        alert.For.ShouldBe(TimeSpan.FromMinutes(5));
        alert.Severity.ShouldBe(AlertSeverity.Warning);
        alert.Summary.ShouldBe("High error rate detected");
    }

    [Fact]
    public void Alerts_SlowHandlers_ReadsTheBuckets()
    {
        var alert = Catalog.Alerts.Single(a => a.Name == "SlowHandlers");

        alert.Expression.ToString().ShouldBe(
            "histogram_quantile(0.95, sum by (handler, le) (rate(orchestrix_handler_duration_seconds_bucket[5m]))) > 1");
        alert.For.ShouldBe(TimeSpan.FromMinutes(10));
        alert.Severity.ShouldBe(AlertSeverity.Warning);
        alert.Summary.ShouldBe("Handler latency p95 > 1s");
    }
}
