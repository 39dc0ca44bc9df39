using Vernier.Catalog;

namespace Vernier.DicomWebOAuth.Tests;

public class DicomWebOAuthCatalogTests
{
    private static readonly MetricCatalog Catalog = DicomWebOAuthCatalog.Catalog;

    [Theory]
    [InlineData("dicomweb_oauth_token_acquisitions_total", MetricType.Counter, "Total token acquisition attempts", "server,status")]
    [InlineData("dicomweb_oauth_token_acquisition_duration_seconds", MetricType.Histogram, "Token acquisition duration", "server")]
    [InlineData("dicomweb_oauth_cache_hits_total", MetricType.Counter, "Total cache hits", "server")]
    [InlineData("dicomweb_oauth_cache_misses_total", MetricType.Counter, "Total cache misses", "server")]
    [InlineData("dicomweb_oauth_circuit_breaker_state", MetricType.Gauge, "Circuit breaker state (0=CLOSED, 1=OPEN, 2=HALF_OPEN)", "server")]
    [InlineData("dicomweb_oauth_circuit_breaker_rejections_total", MetricType.Counter, "Total circuit breaker rejections", "server")]
    [InlineData("dicomweb_oauth_retry_attempts_total", MetricType.Counter, "Total retry attempts", "server")]
    [InlineData("dicomweb_oauth_http_requests_total", MetricType.Counter, "Total HTTP requests", "method,endpoint,status")]
    [InlineData("dicomweb_oauth_http_request_duration_seconds", MetricType.Histogram, "HTTP request duration", "method,endpoint")]
    [InlineData("dicomweb_oauth_errors_total", MetricType.Counter, "Total errors by code and category", "server,error_code,category")]
    public void Metrics_Documented_HaveDocumentedTypeHelpAndLabels(string name, MetricType type, string help, string labels)
    {
        var metric = Catalog.Metrics.Single(m => m.Name == name);

        metric.Type.ShouldBe(type);
        metric.Help.ShouldBe(help);
        string.Join(',', metric.Labels).ShouldBe(labels);
    }

    [Fact]
    public void Metrics_All_AreTheTenDocumentedOnesAndAllAreRegistered()
    {
        var registry = new MetricRegistry(new MetricRegistryOptions { SelfMetrics = false });
        _ = new DicomWebOAuthMetrics(registry);

        Catalog.Metrics.Count.ShouldBe(10);
        registry.Families.Select(f => f.Name).ShouldBe(Catalog.Metrics.Select(m => m.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Labels_OpenSet_HaveALimit() =>
        Catalog.Metrics.SelectMany(m => m.Labels).Where(l => l.Values is null).ShouldAllBe(l => l.MaxValues > 0);

    [Fact]
    public void Panels_All_ReadEveryMetricOfTheCatalog() =>
        Catalog.Dashboards.SelectMany(d => d.Panels).SelectMany(p => p.Queries).SelectMany(q => q.Expression.Metrics).Select(m => m.Name).Distinct()
            .ShouldBe(Catalog.Metrics.Select(m => m.Name), ignoreOrder: true);

    [Theory]
    [InlineData("Token acquisition success rate", "sum by (server) (rate(dicomweb_oauth_token_acquisitions_total{status=\"success\"}[$__rate_interval])) / sum by (server) (rate(dicomweb_oauth_token_acquisitions_total[$__rate_interval]))")]
    [InlineData("Circuit breaker state", "dicomweb_oauth_circuit_breaker_state")]
    public void Panels_DocumentedQuery_IsTheDocumentedOrTheCorrectedOne(string title, string query) =>
        Catalog.Dashboards.SelectMany(d => d.Panels).Single(p => p.Title == title).Queries.ShouldHaveSingleItem().Expression.ToString().ShouldBe(query);

    [Fact]
    public void DocumentedQueries_All_AreTheFourDocumentedOnes() => Catalog.DocumentedQueries.Select(q => q.Id).ShouldBe(["Q1", "Q2", "Q3", "Q4"]);
}
