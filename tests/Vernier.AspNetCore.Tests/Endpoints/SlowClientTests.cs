using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AspNetCore.Tests.Support;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.AspNetCore.Tests.Endpoints;

public class SlowClientTests
{
    /// <summary>About 8 MiB: more than the buffers of the server and both sockets can hold.</summary>
    private const int Series = 20_000;

    [Fact]
    public async Task Get_ClientThatDoesNotRead_BlocksNeitherRecordingNorOtherScrapes()
    {
        await using var app = await TestApp.StartOnKestrelAsync(a => a.MapMetrics(), services =>
        {
            services.AddVernier(options => options.MaxSeriesPerFamily = 0);

            // The server must not abort the slow client, even if the test itself is slow.
            services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MinResponseDataRate = null);
        });
        var orders = Fill(app.Registry);
        using var slow = await RawConnection.RequestAsync(app.Url, "/metrics");
        (await slow.ReadStatusLineAsync()).ShouldBe("HTTP/1.1 200 OK");

        for (var i = 1; i <= 20; i++)
        {
            orders.Inc();
            var body = await app.Client.GetByteArrayAsync("/metrics?name[]=orders_total&name[]=http_server_active_requests").WithTimeout();
            var scrape = PrometheusTextParser.Parse(body);
            scrape.Value("orders_total").ShouldBe(i);

            // The slow request and this one.
            scrape.Active("GET").ShouldBe(2);
            await app.RequestEndedAsync();
        }
        (await app.Client.GetByteArrayAsync("/metrics").WithTimeout()).Length.ShouldBeGreaterThan(8 * 1024 * 1024);
        await app.RequestEndedAsync();

        slow.Dispose();
        await app.RequestEndedAsync();
        app.Read().Active("GET").ShouldBe(0);
        app.Log.Of("Vernier").ShouldBeEmpty();
    }

    private static Counter Fill(MetricRegistry registry)
    {
        var many = registry.GaugeFamily(new GaugeDefinition("many", "Many.") { Labels = [new("text")] });
        string padding = new('x', 400);
        for (var i = 0; i < Series; i++)
            many.With($"{padding}{i}").Set(i);
        return registry.Counter("orders_total", "Orders.");
    }
}
