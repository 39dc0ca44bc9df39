using Vernier.CcProxy;

namespace Vernier.EndToEnd.Systems.CcProxy.Monitoring;

/// <summary>A real Prometheus has exactly the values of the traffic, and every metric of the catalog has changed.</summary>
public class MonitoringTests(MonitoredProxy proxy) : IClassFixture<MonitoredProxy>
{
    /// <summary>Metrics whose value is always 1.</summary>
    private static readonly string[] Constant = ["ccproxy_info", "up"];

    public static TheoryData<string> Families => [.. CcProxyCatalog.Catalog.Metrics.Select(metric => metric.Name).Except(Constant)];

    [Fact]
    public async Task Target_AfterAllScrapes_IsUpWithoutAnError()
    {
        var target = (await proxy.Prometheus.TargetsAsync()).ShouldHaveSingleItem();

        (target.Health, target.LastError).ShouldBe(("up", ""));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Metric_Each_HasASeriesThatChanged(string name)
    {
        var series = $"{{__name__=~\"{name}(_count)?\"}}[5m]";

        await proxy.Prometheus.WaitUntilAsync($"max_over_time({series}) - min_over_time({series}) > 0", changed => changed.Count > 0);
    }

    // Without honor_labels Prometheus keeps its own label job and renames the exposed one.
    [Theory]
    [InlineData("up{exported_job='ccproxy', job='ccproxy'}")]
    [InlineData("ccproxy_info{metrics_enabled='true', version!=''}")]
    public async Task Constant_Each_IsOne(string series) => (await ValueAsync(series)).ShouldBe(1);

    [Theory]
    [InlineData("ccproxy_requests_total{method='POST', endpoint='/v1/messages', model='m', status='200', service_type='anthropic'}", MonitoredProxy.Messages)]
    [InlineData("ccproxy_requests_total{method='POST', endpoint='/v1/chat/completions', model='m', status='200', service_type='openai'}", MonitoredProxy.Chats)]
    [InlineData("ccproxy_requests_total{endpoint='/v1/messages', model='unknown', status='500'}", MonitoredProxy.Refused)]
    [InlineData("ccproxy_requests_total{endpoint='/v1/messages', model='cut', status='error'}", MonitoredProxy.Cut)]
    [InlineData("ccproxy_response_duration_seconds_count{endpoint='/v1/messages', model='m'}", MonitoredProxy.Messages)]
    [InlineData("ccproxy_response_duration_seconds_bucket{endpoint='/v1/messages', model='m', le='+Inf'}", MonitoredProxy.Messages)]
    [InlineData("ccproxy_response_duration_seconds_count{endpoint='/v1/messages', model='cut'}", MonitoredProxy.Cut)]
    [InlineData("ccproxy_tokens_total{type='input', model='m', service_type='anthropic'}", MonitoredProxy.Messages * 100)]
    [InlineData("ccproxy_tokens_total{type='output', model='m', service_type='anthropic'}", MonitoredProxy.Messages * 20)]
    [InlineData("ccproxy_tokens_total{type='cache_read', model='m', service_type='anthropic'}", MonitoredProxy.Messages * 30)]
    [InlineData("ccproxy_tokens_total{type='cache_write', model='m', service_type='anthropic'}", MonitoredProxy.Messages * 4)]
    [InlineData("ccproxy_tokens_total{type='input', model='m', service_type='openai'}", MonitoredProxy.Chats * 6)]
    [InlineData("ccproxy_tokens_total{type='cache_read', model='m', service_type='openai'}", MonitoredProxy.Chats * 4)]
    [InlineData("sum(ccproxy_cost_usd_total{model='m', service_type='anthropic'})", MonitoredProxy.Messages * (100 + 200 + 15 + 8) * 1e-6)]
    [InlineData("sum(ccproxy_cost_usd_total{model='m', service_type='openai'})", MonitoredProxy.Chats * (6 + 50 + 2) * 1e-6)]
    [InlineData("sum(ccproxy_errors_total)", MonitoredProxy.Refused + MonitoredProxy.Cut)]
    [InlineData("sum(ccproxy_errors_total{error_type='provider_server_error', service_type='anthropic'})", MonitoredProxy.Refused)]
    [InlineData("ccproxy_errors_total{error_type='provider_stream_cut', endpoint='/v1/messages', model='cut', service_type='anthropic'}", MonitoredProxy.Cut)]
    [InlineData("ccproxy_active_requests", 0)]
    [InlineData("max_over_time(ccproxy_active_requests[5m])", 1)]
    public async Task Value_AfterTheTraffic_IsWhatWasSent(string query, double expected) => (await ValueAsync(query)).ShouldBe(expected, 1e-9);

    private async Task<double> ValueAsync(string query) => (await proxy.Prometheus.QueryAsync(query)).ShouldHaveSingleItem().Value;
}
