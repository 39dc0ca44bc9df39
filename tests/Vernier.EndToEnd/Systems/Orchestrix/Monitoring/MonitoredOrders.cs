using System.Net;
using Vernier.EndToEnd.Host;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.Orchestrix.Monitoring;

/// <summary>
/// A real Prometheus that has scraped the real host with PostgreSQL, while a known number of orders was placed, repeated, rejected and read. The last orders
/// had to wait for the database, so that scrapes include busy and slow handlers.
/// </summary>
public sealed class MonitoredOrders : IAsyncLifetime
{
    internal const int Placed = 60;
    internal const int Repeated = 30;
    internal const int Invalid = 10;
    internal const int Read = 20;
    internal const int Delayed = 8;

    private PostgresServer? _postgres;
    private OrchestrixHost? _host;
    private PrometheusServer? _prometheus;

    internal PrometheusServer Prometheus => _prometheus!;

    public async ValueTask InitializeAsync()
    {
        _postgres = await PostgresServer.StartNewAsync();
        _host = await OrchestrixHost.StartAsync(_postgres, "Command Timeout=60");
        _prometheus = await PrometheusServer.StartAsync(new ScrapeJob("orchestrix", _host.Address.Authority) { Interval = TimeSpan.FromSeconds(1) });

        // Values before the first scrape do not count as an increase.
        await _prometheus.WaitUntilAsync("orchestrix_messages_total", series => series.Count == 2);
        await Task.WhenAll(
            SendAsync(Placed, HttpStatusCode.Accepted, i => _host.PlaceAsync($"ORD-{i}")),
            SendAsync(Invalid, HttpStatusCode.BadRequest, i => _host.PlaceAsync($"WRONG-{i}", quantity: 0)));
        await Task.WhenAll(
            SendAsync(Repeated, HttpStatusCode.Conflict, i => _host.PlaceAsync($"ORD-{i}")),
            SendAsync(Read, HttpStatusCode.OK, i => _host.ReadAsync($"ORD-{i}")));
        await DelayAsync(_host, _postgres, _prometheus);
        // The end of the last request is recorded last.
        await _prometheus.WaitUntilAsync("http_server_request_duration_seconds_count{http_response_status_code=\"202\"}", series => series is [{ Value: Placed + Delayed }]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null)
            await _prometheus.DisposeAsync();
        if (_host is not null)
            await _host.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    private static async Task SendAsync(int count, HttpStatusCode expected, Func<int, Task<HttpResponseMessage>> send)
    {
        for (var i = 1; i <= count; i++)
        {
            using var response = await send(i);
            response.StatusCode.ShouldBe(expected);
        }
    }

    /// <summary>Prometheus must have scraped all delayed orders in progress in three consecutive seconds, so each of them took more than one second.</summary>
    private static async Task DelayAsync(OrchestrixHost host, PostgresServer postgres, PrometheusServer prometheus)
    {
        Task waiting;
        await using (await TableLock.TakeAsync(postgres))
        {
            waiting = Task.WhenAll(Enumerable.Range(1, Delayed).Select(i => SendAsync(1, HttpStatusCode.Accepted, _ => host.PlaceAsync($"LATE-{i}"))));
            await prometheus.WaitUntilAsync(
                "sum_over_time(orchestrix_active_handlers{handler=\"handle_process_order\"}[1m:1s])", series => series is [{ Value: >= 3 * Delayed }]);
        }
        await waiting;
    }
}
