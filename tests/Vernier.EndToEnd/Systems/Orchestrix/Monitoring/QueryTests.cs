using Vernier.EndToEnd.Servers;
using Vernier.Orchestrix;

namespace Vernier.EndToEnd.Systems.Orchestrix.Monitoring;

/// <summary>The documented queries return the expected data. The tests in Toolkit/ execute all expressions of the dashboard.</summary>
[Collection<MonitoringCollection>]
public class QueryTests(MonitoredOrders orders)
{
    private const int Window = 300;
    private const int AllPlaced = MonitoredOrders.Placed + MonitoredOrders.Delayed;

    public static TheoryData<string> Families => [.. OrchestrixCatalog.Catalog.Metrics.Select(metric => metric.Name)];

    // The documented error rate, as figure and as alert.
    [Theory]
    [InlineData("rate(orchestrix_errors_total[5m])", 4)]
    [InlineData("rate(orchestrix_errors_total[5m]) > 0.05", 2)]
    public async Task ErrorRate_Documented_CountsRejectedOrders(string promQl, int series)
    {
        var rates = await orders.Prometheus.QueryAsync(promQl);

        rates.Count.ShouldBe(series);
        ShouldBeRateOf(MonitoredOrders.Repeated, rates.Single(rate => rate.Labels["type"] == "concurrency_error"));
        ShouldBeRateOf(MonitoredOrders.Repeated, rates.Single(rate => rate.Labels.GetValueOrDefault("handler") == "handle_process_order"));
    }

    [Fact]
    public async Task Throughput_Documented_CountsSentMessages()
    {
        var rates = await orders.Prometheus.QueryAsync("rate(orchestrix_messages_total[5m])");

        rates.Count.ShouldBe(2);
        ShouldBeRateOf(AllPlaced + MonitoredOrders.Repeated, rates.Single(rate => rate.Labels["type"] == "command"));
        ShouldBeRateOf(AllPlaced, rates.Single(rate => rate.Labels["type"] == "event"));
    }

    // The window is ten seconds, so the rate cannot exceed a tenth of all messages.
    [Fact]
    public async Task MessagesPerSecond_WhileOrdersFlowed_WasTheirRate()
    {
        (await orders.Prometheus.QueryAsync("orchestrix_messages_per_second")).ShouldHaveSingleItem().Value.ShouldBeGreaterThanOrEqualTo(0);

        var most = (await orders.Prometheus.QueryAsync("max_over_time(orchestrix_messages_per_second[5m])")).ShouldHaveSingleItem().Value;
        most.ShouldBeInRange(1, (AllPlaced + AllPlaced + MonitoredOrders.Repeated) / 10.0);
    }

    // One in twelve orders waited more than a second for the database. The other handler does not wait.
    [Fact]
    public async Task Latency_Documented_SeesTheDelayedOrders()
    {
        var latencies =
            await orders.Prometheus.QueryAsync("histogram_quantile(0.95, sum by (handler, le) (rate(orchestrix_handler_duration_seconds_bucket[5m])))");

        latencies.Count.ShouldBe(2);
        var processing = latencies.Single(latency => latency.Labels["handler"] == "handle_process_order").Value;
        processing.ShouldBeInRange(1, 5);
        latencies.Single(latency => latency.Labels["handler"] == "handle_order_processed").Value.ShouldBeLessThan(processing);
    }

    // A histogram does not have a series with the name of the family, so the documented form finds nothing. The catalog corrects it.
    [Fact]
    public async Task SlowHandlers_AsDocumented_FindsNothing() =>
        (await orders.Prometheus.QueryAsync("histogram_quantile(0.95, orchestrix_handler_duration_seconds) > 1.0")).ShouldBeEmpty();

    // Both documented alerts: enough orders were rejected, and enough of them delayed.
    [Theory]
    [InlineData("HighErrorRate")]
    [InlineData("SlowHandlers")]
    public async Task Alert_Documented_IsTrueNow(string name) =>
        (await orders.Prometheus.QueryAsync(OrchestrixCatalog.Catalog.Alerts.Single(alert => alert.Name == name).Expression.ToString())).ShouldNotBeEmpty();

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Family_Each_HasASeriesThatMoved(string name)
    {
        var series = $"{{__name__=~\"{name}(_count)?\"}}[5m]";

        var moved = await orders.Prometheus.QueryAsync($"max_over_time({series}) - min_over_time({series}) > 0");

        moved.ShouldNotBeEmpty(name);
    }

    /// <summary>
    /// A rate over a window that is longer than the samples is the increase divided by the whole window. Prometheus also extrapolates it to the edge of the
    /// window by little more than one scrape interval; the test has at least four intervals.
    /// </summary>
    private static void ShouldBeRateOf(int increase, QuerySample rate) => (rate.Value * Window).ShouldBeInRange(increase - 1e-6, increase * 1.3);
}
