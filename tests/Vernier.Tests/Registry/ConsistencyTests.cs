using Vernier.Exposition;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.Tests.Registry;

/// <summary>What scrapes show while many threads record, and at the end.</summary>
public class ConsistencyTests
{
    private const int Writers = 8;

    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    [Fact(Timeout = Threads.Timeout)]
    public async Task Scrape_WhileThreadsObserve_CountBucketsAndSumBelongTogether()
    {
        // All observations are 1, so the sum equals the count.
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Buckets = [0.5, 1, 2] });
        var summary = _registry.Summary(new SummaryDefinition("s", "Help.") { Quantiles = [0.5] });
        using var stop = new CancellationTokenSource();
        long observed = 0;
        var writers = Threads.Run(Writers, _ =>
        {
            long mine = 0;
            while (!stop.IsCancellationRequested)
            {
                histogram.Observe(1);
                summary.Observe(1);
                mine++;
            }

            Interlocked.Add(ref observed, mine);
        });

        double last = 0;
        for (var i = 0; i < 200; i++)
        {
            var scrape = i % 2 == 0 ? _registry.Scrape() : _registry.ScrapeOpenMetrics();
            var view = scrape.Family("h").Histogram();
            view.Buckets.Select(b => b.CumulativeCount).ShouldBe([0, view.Count!.Value, view.Count.Value, view.Count.Value]);
            view.Sum.ShouldBe(view.Count);
            view.Count.Value.ShouldBeGreaterThanOrEqualTo(last);
            last = view.Count.Value;
            var quantiles = scrape.Family("s").Summary();
            quantiles.Sum.ShouldBe(quantiles.Count);
        }

        await stop.CancelAsync();
        await writers;
        var end = _registry.Scrape();
        end.Value("h_count").ShouldBe(observed);
        end.Value("h_sum").ShouldBe(observed);
        end.Value("s_count").ShouldBe(observed);
        end.Value("s_sum").ShouldBe(observed);
        histogram.Count.ShouldBe(observed);
        summary.Sum.ShouldBe(observed);
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task Scrape_AfterTheThreadsHaveEnded_IsExact()
    {
        const int Times = 20_000;
        var counter = _registry.Counter("c_total", "Help.");
        var fractions = _registry.Counter("f_total", "Help.");
        var gauge = _registry.Gauge("g", "Help.");
        var inProgress = _registry.Gauge("p", "Help.");
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Buckets = [0, 1, 2, 3] });
        var summary = _registry.Summary("s", "Help.");
        var family = _registry.CounterFamily(new CounterDefinition("l_total", "Help.") { Labels = [new("x")] });
        string[] labels = [.. Enumerable.Range(0, 16).Select(i => $"{i}")];
        await Threads.Run(Writers, _ =>
        {
            for (var i = 0; i < Times; i++)
            {
                counter.Inc();
                fractions.Inc(0.25);
                gauge.Add(i % 2 == 0 ? 3 : -1);
                using (inProgress.TrackInProgress())
                    histogram.Observe(i % 5);
                summary.Observe(i % 4);
                family.With(labels[i % 16]).Inc();
            }
        });

        var scrape = _registry.Scrape();
        scrape.Value("c_total").ShouldBe(Writers * Times);
        scrape.Value("f_total").ShouldBe(Writers * Times * 0.25);
        scrape.Value("g").ShouldBe(Writers * Times);
        scrape.Value("p").ShouldBe(0);
        const int PerBucket = Writers * Times / 5;
        scrape.Family("h").Histogram().Buckets.Select(b => b.CumulativeCount).ShouldBe([PerBucket, 2 * PerBucket, 3 * PerBucket, 4 * PerBucket, 5 * PerBucket]);
        scrape.Value("h_sum").ShouldBe(10 * PerBucket);
        scrape.Value("s_count").ShouldBe(Writers * Times);
        scrape.Value("s_sum").ShouldBe(Writers * Times * 1.5);
        foreach (var label in labels)
            scrape.Value("l_total", ("x", label)).ShouldBe(Writers * Times / 16);
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task Scrape_AfterThreadsEnded_HasLostNothing()
    {
        var counter = _registry.Counter("c_total", "Help.");
        var labeled = _registry.Counter<Labels>("l_total", "Help.");
        var histogram = _registry.Histogram("h", "Help.");
        var ended = 0;
        for (var round = 0; round < 8; round++)
        {
            var threads = Threads.Run(8, i =>
            {
                for (var n = 0; n < 1000; n++)
                {
                    counter.Inc();
                    labeled.With(new($"{i}")).Inc();
                    histogram.Observe(1);
                }
            });
            _registry.Scrape();
            await threads;
            ended += 8;
            GC.Collect();
            GC.WaitForPendingFinalizers();
            _registry.Scrape().Value("c_total").ShouldBe(ended * 1000);
        }

        var scrape = _registry.Scrape();
        scrape.Value("h_count").ShouldBe(64_000);
        scrape.Value("h_sum").ShouldBe(64_000);
        for (var i = 0; i < 8; i++)
            scrape.Value("l_total", ("x", $"{i}")).ShouldBe(8000);
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task Set_GaugeFromManyThreads_IsAlwaysAValueThatWasSet()
    {
        var gauge = _registry.Gauge("g", "Help.");
        double[] values = [.. Enumerable.Range(0, Writers).Select(i => Math.Pow(-1.1, i * 37))];
        using var stop = new CancellationTokenSource();
        gauge.Set(values[0]);
        var writers = Threads.Run(Writers, i =>
        {
            while (!stop.IsCancellationRequested)
                gauge.Set(values[i]);
        });
        for (var i = 0; i < 200; i++)
            values.ShouldContain(_registry.Scrape().Value("g"));
        await stop.CancelAsync();
        await writers;
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_TwoHundredAtOnceWhileThreadsWrite_AreAllValidAndConsistent()
    {
        var registry = new MetricRegistry();
        var histogram = registry.Histogram<Labels>("h", "Help.");
        var counter = registry.Counter<Labels>("c_total", "Help.");
        var exposer = new Exposer(registry);
        using var stop = new CancellationTokenSource();
        var writers = Threads.Run(Writers, i =>
        {
            for (var n = 0; !stop.IsCancellationRequested; n++)
            {
                histogram.With(new($"{(i + n) % 10}")).Observe(1);
                counter.With(new($"{n % 200}")).Inc();
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var format = ExpositionFormat.All[i % 2];
            using var rendered = await exposer.RenderAsync(format, i % 10 == 9 ? new HashSet<string> { "h" } : null);
            var text = rendered.ToString();
            var scrape = format == ExpositionFormat.OpenMetrics ? OpenMetricsParser.Parse(text) : PrometheusTextParser.Parse(text);
            if (scrape.HasFamily("h"))
                scrape.Family("h").Histograms().ShouldAllBe(h => h.Sum == h.Count);
        }));
        await stop.CancelAsync();
        await writers;
        registry.Scrape().HasFamily("h").ShouldBeTrue();
    }

    private readonly record struct Labels(string X);
}
