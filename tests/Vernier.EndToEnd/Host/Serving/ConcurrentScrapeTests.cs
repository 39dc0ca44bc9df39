using System.Net;
using Vernier.AspNetCore.Tests.Endpoints;
using Vernier.EndToEnd.Servers;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Host.Serving;

public class ConcurrentScrapeTests(OrchestrixHost host) : IClassFixture<OrchestrixHost>
{
    private const int Customers = 8;
    private const int Scrapes = 200;
    private const int Rounds = 3;

    [Fact]
    public async Task Metrics_TwoHundredScrapesAtOnceWhileOrdersAreWritten_AreAllValidAndConsistent()
    {
        var customers = Customer.Start(host, Customers);
        double placed = 0;
        try
        {
            await Eventually.TrueAsync("all customers place orders", _ => Task.FromResult(customers.All(customer => customer.Accepted > 0)));
            for (var round = 0; round < Rounds; round++)
            {
                var scrapes = await Task.WhenAll(Enumerable.Range(0, Scrapes).Select(i => ScrapeAsync(openMetrics: i % 2 == 0)));

                foreach (var scrape in scrapes)
                    ShouldBeConsistent(scrape);
                // Customers continued to place orders: each round has more of them than the previous one.
                var last = scrapes.Max(Commands);
                last.ShouldBeGreaterThan(placed);
                placed = last;
            }
            await Task.WhenAll(customers.Select(customer => customer.StopAsync()));
        }
        finally
        {
            foreach (var customer in customers)
                await customer.DisposeAsync();
        }

        customers.Sum(customer => customer.Refused).ShouldBe(0);
        Commands(await host.ScrapeAsync()).ShouldBe(customers.Sum(customer => customer.Accepted));
    }

    private static double Commands(ParsedExposition scrape) => scrape.Value("orchestrix_messages_total", ("type", "command"), ("name", "ProcessOrder"));

    private async Task<ParsedExposition> ScrapeAsync(bool openMetrics)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "metrics");
        request.Headers.TryAddWithoutValidation("Accept", openMetrics ? AcceptHeaders.Prometheus242 : "text/plain");
        using var response = await host.Http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await response.Content.ReadAsByteArrayAsync();
        return openMetrics ? OpenMetricsParser.Parse(body) : PrometheusTextParser.Parse(body);
    }

    private static void ShouldBeConsistent(ParsedExposition scrape)
    {
        HistogramView[] histograms = [.. scrape.Families.Where(family => family.Type == ParsedFamilyType.Histogram).SelectMany(family => family.Histograms())];
        histograms.Length.ShouldBeGreaterThan(5);
        foreach (var histogram in histograms)
        {
            histogram.Buckets[^1].UpperBound.ShouldBe(double.PositiveInfinity);
            histogram.Count.ShouldBe(histogram.Buckets[^1].CumulativeCount);
        }
    }
}
