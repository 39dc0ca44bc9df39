using Vernier.EndToEnd.Servers;
using Vernier.EndToEnd.Toolkit;

namespace Vernier.EndToEnd.Systems.Orchestrix.Monitoring;

/// <summary>A panel of each kind of the committed dashboard shows the expected numbers.</summary>
[Collection<MonitoringCollection>]
public class PanelValueTests(MonitoredOrders orders)
{
    private const int Window = 300;
    private const int AllPlaced = MonitoredOrders.Placed + MonitoredOrders.Delayed;
    private const int AllSent = AllPlaced + MonitoredOrders.Repeated;

    private static readonly IReadOnlyList<PanelExpression> Panels = [.. PanelExpression.All("5m").Where(panel => panel.Dashboard == "vernier-orchestrix")];

    [Fact]
    public async Task TimeSeries_MessageThroughput_IsTheirRate()
    {
        var rates = await QueryAsync("timeseries", "Message throughput");

        ShouldBeIncrease(AllSent, rates.Single(rate => rate.Labels["type"] == "command").Value * Window);
        ShouldBeIncrease(AllPlaced, rates.Single(rate => rate.Labels["type"] == "event").Value * Window);
    }

    [Fact]
    public async Task Stat_ActiveHandlersNow_IsZeroAtTheEnd() => (await QueryAsync("stat", "Active handlers now")).ShouldHaveSingleItem().Value.ShouldBe(0);

    [Fact]
    public async Task Gauge_FailedHandlerCalls_IsTheShareOfRejectedOrders() =>
        (await QueryAsync("gauge", "Failed handler calls")).ShouldHaveSingleItem().Value.ShouldBe((double)MonitoredOrders.Repeated / (AllSent + AllPlaced), 0.05);

    [Fact]
    public async Task Bar_Messages_AreTheirNumbers()
    {
        var numbers = await QueryAsync("bargauge", "Messages in the selected time range");

        numbers.Select(number => number.Labels["name"]).ShouldBe(["ProcessOrder", "OrderProcessed"]);
        ShouldBeIncrease(AllSent, numbers[0].Value);
        ShouldBeIncrease(AllPlaced, numbers[1].Value);
    }

    [Fact]
    public async Task Pie_CommandsAndEvents_AreTheirNumbers()
    {
        var numbers = await QueryAsync("piechart", "Commands and events");

        ShouldBeIncrease(AllSent, numbers.Single(number => number.Labels["type"] == "command").Value);
        ShouldBeIncrease(AllPlaced, numbers.Single(number => number.Labels["type"] == "event").Value);
    }

    [Fact]
    public async Task Table_Handlers_HasCallsAndErrorsOfEach()
    {
        var calls = await QueryAsync("table", "Handlers", "__auto", "calls per second");
        var errors = await QueryAsync("table", "Handlers", "__auto", "errors per second");

        ShouldBeIncrease(AllSent, Of(calls, "handle_process_order") * Window);
        ShouldBeIncrease(AllPlaced, Of(calls, "handle_order_processed") * Window);
        ShouldBeIncrease(MonitoredOrders.Repeated, Of(errors, "handle_process_order") * Window);
        Of(errors, "handle_order_processed").ShouldBe(0);
    }

    [Fact]
    public async Task Heatmap_HandlerDurations_HasEachCallInABucket()
    {
        var buckets = await QueryAsync("heatmap", "Handler durations");

        buckets.Select(bucket => bucket.Labels["le"]).ShouldBe(["0.01", "0.05", "0.1", "0.5", "1.0", "5.0", "+Inf"], ignoreOrder: true);
        ShouldBeIncrease(AllSent + AllPlaced, buckets.Single(bucket => bucket.Labels["le"] == "+Inf").Value);
        buckets.Single(bucket => bucket.Labels["le"] == "1.0").Value.ShouldBeLessThan(buckets.Single(bucket => bucket.Labels["le"] == "5.0").Value);
    }

    [Fact]
    public async Task StateTimeline_Handlers_WereBusy() => (await QueryAsync("state-timeline", "Handlers, busy or idle")).Select(state => state.Value).ShouldBe([1, 1]);

    private Task<IReadOnlyList<QuerySample>> QueryAsync(string kind, string panel, params IReadOnlyList<string> legends) =>
        orders.Prometheus.QueryAsync(Panels.Single(p => p.Kind == kind && p.Panel == panel && (legends.Count == 0 || legends.Contains(p.Legend))).Query);

    private static double Of(IReadOnlyList<QuerySample> samples, string handler) => samples.Single(sample => sample.Labels["handler"] == handler).Value;

    /// <summary>Prometheus extrapolates an increase to the edge of the window by little more than one scrape interval; the test has at least four intervals.</summary>
    private static void ShouldBeIncrease(int expected, double increase) => increase.ShouldBeInRange(expected - 1e-6, expected * 1.3);
}
