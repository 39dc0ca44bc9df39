using Vernier.AspNetCore;
using Vernier.Instruments;
using Vernier.Registry;
using Vernier.Tests.AspNetCore.Support;
using Vernier.Tests.Exposition.Parsing;

namespace Vernier.Tests.AspNetCore.Endpoints;

public class MetricsEndpointLoadTests
{
    private const int Writers = 8;
    private const int Scrapes = 200;
    private static readonly string[] Shelves = [.. Enumerable.Range(0, 50).Select(i => $"shelf {i}")];

    [Fact]
    public async Task Get_TwoHundredAtOnceWhileEightThreadsWrite_AllAreValidAndConsistent()
    {
        await using TestApp app = await TestApp.StartOnKestrelAsync(a => a.MapMetrics());
        MetricRegistry registry = app.Registry;
        using var stop = new CancellationTokenSource();
        using var writing = new CountdownEvent(Writers);
        Thread[] writers = [.. Enumerable.Range(0, Writers).Select(_ => new Thread(() => Write(registry, writing, stop.Token)))];
        foreach (Thread writer in writers)
            writer.Start();
        writing.Wait(Patience.Limit, TestContext.Current.CancellationToken).ShouldBeTrue();

        (bool OpenMetrics, byte[] Body)[] scrapes;
        try
        {
            scrapes = await Task.WhenAll(Enumerable.Range(0, Scrapes).Select(i => ScrapeAsync(app, i % 2 == 0))).WithPatience();
        }
        finally
        {
            await stop.CancelAsync();
            foreach (Thread writer in writers)
                writer.Join(Patience.Limit).ShouldBeTrue();
        }

        foreach ((bool openMetrics, byte[] body) in scrapes)
            Check(openMetrics ? OpenMetricsParser.Parse(body) : PrometheusTextParser.Parse(body));
    }

    private static async Task<(bool OpenMetrics, byte[] Body)> ScrapeAsync(TestApp app, bool openMetrics)
    {
        using HttpResponseMessage response = await app.GetAsync("/metrics", ("Accept", openMetrics ? AcceptHeaders.Prometheus242 : "text/plain"));
        response.EnsureSuccessStatusCode();
        return (openMetrics, await response.Content.ReadAsByteArrayAsync());
    }

    private static void Write(MetricRegistry registry, CountdownEvent writing, CancellationToken stop)
    {
        Counter<ShelfLabels> taken = registry.Counter<ShelfLabels>("taken_total", "Taken.");
        Histogram<ShelfLabels> weight = registry.Histogram<ShelfLabels>("weight", "Always 2.");
        taken.With(new ShelfLabels(Shelves[0])).Inc();
        weight.With(new ShelfLabels(Shelves[0])).Observe(2);
        writing.Signal(); // From here on each scrape has something to check.
        for (int i = 0; !stop.IsCancellationRequested; i++)
        {
            var labels = new ShelfLabels(Shelves[i % Shelves.Length]);
            taken.With(labels).Inc();
            weight.With(labels).Observe(2);
        }
    }

    private static void Check(ParsedExposition exposition)
    {
        IReadOnlyList<HistogramView> histograms = exposition.Family("weight").Histograms();
        histograms.ShouldNotBeEmpty();
        foreach (HistogramView histogram in histograms)
        {
            histogram.Count.ShouldBe(histogram.Buckets[^1].CumulativeCount);
            histogram.Sum.ShouldBe(2 * histogram.Count);
        }
    }

    private readonly record struct ShelfLabels(string Shelf);
}
