using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.Tests.Families;

/// <summary>Each scrape under load is consistent: buckets, count and sum of a series belong together.</summary>
public class ConsistentScrapeTests
{
    private const int Scrapes = 100;

    private static readonly int Writers = Environment.ProcessorCount * 3;

    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    [Fact]
    public void Scrape_HistogramsUnderLoad_AreConsistentAndExactAtTheEnd()
    {
        var family = _registry.HistogramFamily(
            new HistogramDefinition("h", "Help.") { Buckets = [1], Labels = [new("value")] });
        Histogram[] histograms = [.. Enumerable.Range(0, 4).Select(i => family.With($"{i}"))];
        var observed = WhileScraping(
            random =>
            {
                var histogram = histograms[random.Next(histograms.Length)];
                histogram.Observe(1);
                histogram.Observe(2);
                histogram.Observe(random.Next(1, 3));
                histogram.Observe(random.Next(1, 3), 3L);
                return 6;
            },
            scrape =>
            {
                double count = 0;
                for (var i = 0; i < histograms.Length; i++)
                    count += CheckHistogram(scrape, $"{i}");
                return count;
            });
        histograms.Sum(histogram => histogram.Count).ShouldBe(observed);
    }

    [Fact]
    public void Scrape_HistogramsUnderLoadInTwoRegistries_AreConsistentInBoth()
    {
        var other = Scraping.NewRegistry();
        Histogram[] histograms = [.. new[] { _registry, other }.Select(registry =>
            registry.HistogramFamily(new HistogramDefinition("h", "Help.") { Buckets = [1], Labels = [new("value")] }).With("x"))];
        var ended = false;
        Threads.RunToTheEnd(2, role =>
        {
            if (role == 0)
            {
                try
                {
                    WhileScraping(
                        random =>
                        {
                            histograms[0].Observe(random.Next(1, 3));
                            histograms[1].Observe(random.Next(1, 3));
                            return 1;
                        },
                        scrape => CheckHistogram(scrape, "x"));
                }
                finally
                {
                    Volatile.Write(ref ended, true);
                }
                return;
            }
            while (!Volatile.Read(ref ended))
                CheckHistogram(other.Scrape(), "x");
        });
        histograms[1].Count.ShouldBe(histograms[0].Count);
    }

    [Fact]
    public void Scrape_SummaryUnderLoad_IsConsistentAndExactAtTheEnd()
    {
        var summary = _registry.Summary("s", "Help.");
        var observed = WhileScraping(
            _ =>
            {
                summary.Observe(1);
                return 1;
            },
            scrape =>
            {
                scrape.Value("s_sum").ShouldBe(scrape.Value("s_count"));
                return scrape.Value("s_count");
            });
        summary.Count.ShouldBe(observed);
        summary.Sum.ShouldBe(observed);
    }

    [Fact]
    public void Scrape_CountersUnderLoad_NeverDecreaseAndAreExactAtTheEnd()
    {
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("value")] });
        var held = family.With("held");
        var counted = WhileScraping(
            random =>
            {
                held.Inc();
                family.With($"{random.Next(20)}").Inc(2);
                return 3;
            },
            scrape => scrape.Samples.Sum(sample => sample.Value));
        _registry.Scrape().Samples.Sum(sample => sample.Value).ShouldBe(counted);
    }

    /// <summary>
    /// Scrapes while more threads than cores record, half of which are replaced continuously. The sum of a scrape must not decrease.
    /// </summary>
    /// <returns>The sum of the values that the recordings return.</returns>
    private long WhileScraping(Func<Random, long> record, Func<ParsedExposition, double> sumOf)
    {
        long recorded = 0;
        var ended = false;
        Threads.RunToTheEnd(Writers + 1, role =>
        {
            if (role == Writers)
            {
                try
                {
                    double last = 0;
                    for (var i = 0; i < Scrapes; i++)
                    {
                        var now = sumOf(_registry.Scrape());
                        now.ShouldBeGreaterThanOrEqualTo(last);
                        last = now;
                    }
                }
                finally
                {
                    Volatile.Write(ref ended, true);
                }
                return;
            }

            var random = new Random(role);
            while (!Volatile.Read(ref ended))
            {
                if (role % 2 == 0)
                    RecordSome(random);
                else
                    Threads.RunToTheEnd(1, _ => RecordSome(random));
            }
        });
        return recorded;

        void RecordSome(Random random)
        {
            long some = 0;
            for (var i = 0; i < 500; i++)
                some += record(random);
            Interlocked.Add(ref recorded, some);
        }
    }

    private static double CheckHistogram(ParsedExposition scrape, string value)
    {
        var low = scrape.Value("h_bucket", ("value", value), ("le", "1.0"));
        var all = scrape.Value("h_bucket", ("value", value), ("le", "+Inf"));
        scrape.Value("h_count", ("value", value)).ShouldBe(all);
        scrape.Value("h_sum", ("value", value)).ShouldBe(low + (2 * (all - low)));
        return all;
    }
}
