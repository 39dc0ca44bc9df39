using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Dashboards;

/// <summary>
/// The queries of the dashboards "ASP.NET Core" (19924) and "ASP.NET Core Endpoint" (19925) that the .NET team publishes on grafana.com show what
/// happened in an application with Vernier.
/// </summary>
public class AspNetCoreDashboardTests(FailingShop shop) : IClassFixture<FailingShop>
{
    private const string Requests = """http_server_request_duration_seconds_count{job=~"$job", instance=~"$instance"}""";

    private const string OfEndpoint = """job=~"$job", instance=~"$instance", http_route="$route", http_request_method="$method" """;

    [Theory]
    [InlineData("4..|5..", 0.11)]
    [InlineData("4..", 0.03)]
    [InlineData("5..", 0.08)]
    public async Task ErrorsRate_OfAllRequests_IsTheShareThatFailed(string statuses, double share)
    {
        // This panel counts buckets instead of requests, which is the same as long as successes and failures take equally long.
        var query = $$"""
            sum(rate(http_server_request_duration_seconds_bucket{job=~"$job", instance=~"$instance", http_response_status_code=~"{{statuses}}"}[$__range]) or vector(0))
              / sum(rate(http_server_request_duration_seconds_bucket{job=~"$job", instance=~"$instance"}[$__range]))
            """;
        (await ValueAsync(query)).ShouldBe(share, 1e-6);
    }

    [Theory]
    [InlineData("4..|5..", "GET", "/orders/{id}", 3d / 92)]
    [InlineData("5..", "GET", "/orders/{id}", 0)]
    [InlineData("4..|5..", "POST", "/orders", 1)]
    [InlineData("4..", "POST", "/orders", 0)]
    public async Task ErrorsRate_OfAnEndpoint_IsTheShareThatFailed(string statuses, string method, string route, double share)
    {
        var query = $$"""
            sum(rate(http_server_request_duration_seconds_count{{{OfEndpoint}}, http_response_status_code=~"{{statuses}}"}[5m]) or vector(0))
              / sum(rate(http_server_request_duration_seconds_count{{{OfEndpoint}}}[5m]))
            """;
        (await ValueAsync(query, method, route)).ShouldBe(share, 1e-6);
    }

    // All requests are in the bucket from 0.025 to 0.05 s.
    [Theory]
    [InlineData("0.50", 0.0375)]
    [InlineData("0.99", 0.04975)]
    public async Task RequestsDuration_IsInterpolatedInTheBucketOfTheDuration(string quantile, double seconds)
    {
        var query = $$"""histogram_quantile({{quantile}}, sum(rate(http_server_request_duration_seconds_bucket{job=~"$job", instance=~"$instance"}[$__range])) by (le))""";
        (await ValueAsync(query)).ShouldBe(seconds, 1e-6);
    }

    [Fact]
    public async Task CurrentRequests_IsTheScrapeItself() =>
        (await ValueAsync("""sum(http_server_active_requests{job=~"$job", instance=~"$instance"})""")).ShouldBe(1);

    [Fact]
    public async Task TotalRequests_IsWhatWasSent() => ShouldBeAbout(await ValueAsync($"sum(increase({Requests}[$__range]))"), 100);

    [Fact]
    public async Task TotalUnhandledExceptions_IsWhatFailedOnTheServer() => ShouldBeAbout(
        await ValueAsync("""sum(increase(http_server_request_duration_seconds_count{job=~"$job", instance=~"$instance", error_type!=""}[$__range]))"""), 8);

    [Fact]
    public async Task UnhandledExceptions_OfAnEndpoint_AreByType()
    {
        var query = $$"""sum by (error_type) (increase(http_server_request_duration_seconds_count{{{OfEndpoint}}, error_type!=""}[$__range]))""";
        var byType = (await QueryAsync(query, "POST", "/orders")).ToDictionary(sample => sample.Labels["error_type"], sample => sample.Value);
        byType.Keys.ShouldBe(["503", "System.InvalidOperationException"], ignoreOrder: true);
        ShouldBeAbout(byType["System.InvalidOperationException"], 6);
        ShouldBeAbout(byType["503"], 2);
    }

    [Fact]
    public async Task RequestsStatusCode_OfAnEndpoint_IsByStatus()
    {
        var query = $$"""sum by (http_response_status_code) (increase(http_server_request_duration_seconds_count{{{OfEndpoint}}}[$__range]))""";
        var byStatus = (await QueryAsync(query, "GET", "/orders/{id}")).ToDictionary(sample => sample.Labels["http_response_status_code"], sample => sample.Value);
        byStatus.Keys.ShouldBe(["200", "404"], ignoreOrder: true);
        ShouldBeAbout(byStatus["200"], 89);
        ShouldBeAbout(byStatus["404"], 3);
    }

    [Theory]
    [InlineData("sum by (url_scheme) (increase(REQUESTS[$__range]))", "url_scheme", "http")]
    [InlineData(
        """sum by (method_route) (label_replace(increase(REQUESTS[$__range]), "method_route", "http/$1", "network_protocol_version", "(.*)"))""", "method_route", "http/1.1")]
    public async Task RequestsSecuredAndProtocol_AllRequests_HaveTheirSchemeAndVersion(string query, string label, string value)
    {
        var sample = (await QueryAsync(query.Replace("REQUESTS", Requests))).ShouldHaveSingleItem();
        sample.Labels[label].ShouldBe(value);
        ShouldBeAbout(sample.Value, 100);
    }

    [Fact]
    public async Task TopRequestedEndpoints_AreNamedByMethodAndRoute()
    {
        var query = """
            topk(10, sum by (http_route, http_request_method, method_route) (
              label_join(floor(increase(http_server_request_duration_seconds_count{job=~"$job", instance=~"$instance", http_route!=""}[$__range])),
                "method_route", " ", "http_request_method", "http_route")))
            """;
        var endpoints = await QueryAsync(query);
        endpoints.Select(sample => sample.Labels["method_route"]).ShouldBe(["GET /orders/{id}", "POST /orders"]);
        ShouldBeAbout(endpoints[0].Value, 92);
    }

    private async Task<double> ValueAsync(string query, string method = "", string route = "") => (await QueryAsync(query, method, route)).ShouldHaveSingleItem().Value;

    // With the variables as Grafana sets them when all jobs and instances are selected.
    private Task<IReadOnlyList<QuerySample>> QueryAsync(string query, string method = "", string route = "") => shop.Prometheus.QueryAsync(
        query.Replace("$__range", "5m").Replace("$job", ".*").Replace("$instance", ".*").Replace("$method", method).Replace("$route", route),
        TestContext.Current.CancellationToken);

    // Prometheus extrapolates an increase beyond the first and the last value.
    private static void ShouldBeAbout(double increase, int ofHundred) =>
        increase.ShouldBeInRange(ofHundred * FailingShop.Rounds, ofHundred * FailingShop.Rounds * 1.1);
}
