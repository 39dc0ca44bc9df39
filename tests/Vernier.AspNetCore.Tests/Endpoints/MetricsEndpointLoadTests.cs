using Microsoft.AspNetCore.Builder;
using Vernier.AspNetCore.Tests.Support;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.AspNetCore.Tests.Endpoints;

public class MetricsEndpointLoadTests
{
    private const int Writers = 8;
    private const int Scrapes = 200;
    private static readonly string[] Shelves = [.. Enumerable.Range(0, 50).Select(i => $"shelf {i}")];

    [Fact]
    public async Task Get_ManyConcurrentScrapesWhileRecording_AreValidAndConsistent()
    {
        await using var app = await TestApp.StartOnKestrelAsync(a => a.MapMetrics());
        var registry = app.Registry;
        using var stop = new CancellationTokenSource();
        using var writing = new CountdownEvent(Writers);
        Thread[] writers = [.. Enumerable.Range(0, Writers).Select(_ => new Thread(() => Write(registry, writing, stop.Token)))];
        foreach (var writer in writers)
            writer.Start();
        writing.Wait(TestTimeouts.Default, TestContext.Current.CancellationToken).ShouldBeTrue();

        (bool OpenMetrics, byte[] Body)[] scrapes;
        try
        {
            scrapes = await Task.WhenAll(Enumerable.Range(0, Scrapes).Select(i => ScrapeAsync(app, i % 2 == 0))).WithTimeout();
        }
        finally
        {
            await stop.CancelAsync();
            foreach (var writer in writers)
                writer.Join(TestTimeouts.Default).ShouldBeTrue();
        }

        foreach ((var openMetrics, var body) in scrapes)
            Check(openMetrics ? OpenMetricsParser.Parse(body) : PrometheusTextParser.Parse(body));
    }

    private static async Task<(bool OpenMetrics, byte[] Body)> ScrapeAsync(TestApp app, bool openMetrics)
    {
        using var response = await app.GetAsync("/metrics", ("Accept", openMetrics ? AcceptHeaders.Prometheus242 : "text/plain"));
        response.EnsureSuccessStatusCode();
        return (openMetrics, await response.Content.ReadAsByteArrayAsync());
    }

    private static void Write(MetricRegistry registry, CountdownEvent writing, CancellationToken stop)
    {
        var taken = registry.Counter<ShelfLabels>("taken_total", "Taken.");
        var weight = registry.Histogram<ShelfLabels>("weight", "Always 2.");
        taken.With(new ShelfLabels(Shelves[0])).Inc();
        weight.With(new ShelfLabels(Shelves[0])).Observe(2);
        writing.Signal(); // From here on, each scrape has series to check.
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var labels = new ShelfLabels(Shelves[i % Shelves.Length]);
            taken.With(labels).Inc();
            weight.With(labels).Observe(2);
        }
    }

    private static void Check(ParsedExposition exposition)
    {
        var histograms = exposition.Family("weight").Histograms();
        histograms.ShouldNotBeEmpty();
        foreach (var histogram in histograms)
        {
            histogram.Count.ShouldBe(histogram.Buckets[^1].CumulativeCount);
            histogram.Sum.ShouldBe(2 * histogram.Count);
        }
    }

    private readonly record struct ShelfLabels(string Shelf);
}
