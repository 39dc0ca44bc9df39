namespace Vernier.EndToEnd.Systems.Orchestrix.Monitoring;

/// <summary>The state of the scrapes in Prometheus, and the numbers that were sent.</summary>
[Collection<MonitoringCollection>]
public class ScrapeTests(MonitoredOrders orders)
{
    private const int AllPlaced = MonitoredOrders.Placed + MonitoredOrders.Delayed;
    private const int AllSent = AllPlaced + MonitoredOrders.Repeated;

    [Fact]
    public async Task Target_AfterAllScrapes_IsUpWithoutAnError()
    {
        var target = (await orders.Prometheus.TargetsAsync()).ShouldHaveSingleItem();

        (target.Health, target.LastError).ShouldBe(("up", ""));
        (await ValueAsync("up")).ShouldBe(1);
        (await ValueAsync("min_over_time(up[5m])")).ShouldBe(1);
        (await ValueAsync("scrape_samples_scraped")).ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Negotiation_Prometheus242_GetsOpenMetrics()
    {
        (await ValueAsync("vernier_scrapes_total{format=\"openmetrics_text\"}")).ShouldBePositive();
        (await ValueAsync("max_over_time(vernier_scrapes_total{format=\"openmetrics_text\"}[5m]) - min_over_time(vernier_scrapes_total{format=\"openmetrics_text\"}[5m])"))
            .ShouldBePositive();
    }

    [Theory]
    [InlineData("orchestrix_messages_total{type='command', name='ProcessOrder'}", AllSent)]
    [InlineData("orchestrix_messages_total{type='event', name='OrderProcessed'}", AllPlaced)]
    [InlineData("orchestrix_errors_total{type='handler_error', handler='handle_process_order', aggregate=''}", MonitoredOrders.Repeated)]
    [InlineData("orchestrix_errors_total{type='handler_error', handler='handle_order_processed', aggregate=''}", 0)]
    [InlineData("orchestrix_errors_total{type='concurrency_error', handler='', aggregate='order'}", MonitoredOrders.Repeated)]
    [InlineData("orchestrix_errors_total{type='store_error', handler='', aggregate='order'}", 0)]
    [InlineData("orchestrix_handler_duration_seconds_count{handler='handle_process_order'}", AllSent)]
    [InlineData("orchestrix_handler_duration_seconds_bucket{handler='handle_process_order', le='+Inf'}", AllSent)]
    [InlineData("orchestrix_handler_duration_seconds_count{handler='handle_order_processed'}", AllPlaced)]
    [InlineData("orchestrix_active_handlers{handler='handle_process_order'}", 0)]
    [InlineData("max_over_time(orchestrix_active_handlers{handler='handle_process_order'}[5m])", MonitoredOrders.Delayed)]
    [InlineData("orchestrix_store_operations_total{operation='save', store='postgres'}", AllSent)]
    [InlineData("orchestrix_store_operations_total{operation='load', store='postgres'}", MonitoredOrders.Read)]
    [InlineData("orchestrix_store_duration_seconds_count{operation='save'}", AllSent)]
    [InlineData("orchestrix_store_duration_seconds_count{operation='load'}", MonitoredOrders.Read)]
    [InlineData("http_server_request_duration_seconds_count{http_request_method='POST', http_route='/orders', http_response_status_code='202'}", AllPlaced)]
    [InlineData("http_server_request_duration_seconds_count{http_request_method='POST', http_route='/orders', http_response_status_code='400'}", MonitoredOrders.Invalid)]
    [InlineData("http_server_request_duration_seconds_count{http_request_method='POST', http_route='/orders', http_response_status_code='409'}", MonitoredOrders.Repeated)]
    [InlineData("http_server_request_duration_seconds_count{http_request_method='GET', http_route='/orders/{id}', http_response_status_code='200'}", MonitoredOrders.Read)]
    public async Task Value_AfterTheOrders_IsWhatWasSent(string series, int sent) => (await ValueAsync(series)).ShouldBe(sent);

    private async Task<double> ValueAsync(string promQl) => (await orders.Prometheus.QueryAsync(promQl)).ShouldHaveSingleItem().Value;
}
