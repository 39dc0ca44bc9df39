using System.Runtime.CompilerServices;
using Vernier.Exposition;
using Vernier.Families;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.Tests.Exposition;

/// <summary>Both text formats share the encoded labels of a family, whatever happens to its series between two scrapes.</summary>
public class LabelTextCacheTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    [Fact]
    public void Scrape_SeriesAddedAndRemovedBetweenScrapes_ShowsTheLabelsOfEachSeries()
    {
        var family = NewFamily();
        var random = new Random(1);
        var values = new Dictionary<string, double>();
        for (var round = 0; round < 200; round++)
        {
            for (var i = random.Next(8); i > 0; i--)
            {
                var name = $"{random.Next(30)}";
                if (random.Next(3) == 0 ? values.Remove(name) && family.Remove(name) : values.TryAdd(name, 0))
                    continue;
                family.With(name).Inc();
                values[name] = values.GetValueOrDefault(name) + 1;
            }
            foreach ((var name, var value) in values)
                family.With(name).Inc(0);
            Shown(round % 2 == 0 ? _registry.Scrape() : _registry.ScrapeOpenMetrics()).ShouldBe(values, ignoreOrder: true);
        }
    }

    [Fact]
    public void Scrape_SecondFormat_SharesTheTextOfTheFirst()
    {
        var family = NewFamily();
        for (var i = 0; i < 100; i++)
            family.With($"{i}");
        _registry.Scrape();
        CacheOf(family).Count.ShouldBe(100);
        _registry.ScrapeOpenMetrics();
        CacheOf(family).Count.ShouldBe(100);
    }

    [Fact]
    public void Scrape_MostSeriesRemoved_ForgetsTheirText()
    {
        var family = NewFamily();
        for (var i = 0; i < 100; i++)
            family.With($"{i}");
        _registry.Scrape();
        for (var i = 10; i < 100; i++)
            family.Remove($"{i}");
        _registry.Scrape();
        Shown(_registry.Scrape()).Keys.ShouldBe(Enumerable.Range(0, 10).Select(i => $"{i}"));
        CacheOf(family).Count.ShouldBe(10);
    }

    [Fact]
    public void Scrape_AllSeriesRemoved_FreesTheCache()
    {
        var family = NewFamily();
        family.With("1");
        var cache = Remember(family);
        family.Clear();
        _registry.Scrape();
        GC.Collect();
        cache.IsAlive.ShouldBeFalse();
        family.With("2");
        Shown(_registry.Scrape()).Keys.ShouldBe(["2"]);

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference Remember(MetricFamily of)
        {
            _registry.Scrape();
            return new WeakReference(CacheOf(of));
        }
    }

    [Fact]
    public void Scrape_SeriesRemoved_IsNotKeptByTheCache()
    {
        var family = NewFamily();
        family.With("kept");
        var series = AddAndRemove();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        series.IsAlive.ShouldBeFalse();

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference AddAndRemove()
        {
            var added = family.With("removed");
            for (var i = 0; i < 10; i++)
                family.With($"{i}");
            _registry.Scrape();
            for (var i = 0; i < 10; i++)
                family.Remove($"{i}");
            family.Remove("removed");
            for (var i = 0; i < 40; i++)
                family.With($"new {i}"); // Makes the family's table drop what was removed.
            return new WeakReference(added);
        }
    }

    [Fact]
    public void Scrape_LabelsOfAnyLength_AreWhole()
    {
        var family = NewFamily();
        int[] lengths = [0, 1, 100, 65_535, 65_536, 65_537, 200_000, 5, 64_000, 1_000, 3_000];
        foreach (var length in lengths)
            family.With(new string('x', length)).Inc(length);
        for (var i = 0; i < 2; i++)
            Shown(_registry.Scrape()).ShouldBe(lengths.ToDictionary(length => new string('x', length), length => (double)length), ignoreOrder: true);
    }

    // A composite visitor hands one collection to several writers.
    [Fact]
    public void Next_TwoPassesAtOnce_ReturnTheSameText()
    {
        var family = NewFamily();
        Series[] series = [.. Enumerable.Range(0, 10).Select(i => family.With($"{i}"))];
        var cache = new LabelTextCache();
        LabelTextCache.Cursor one = cache.Begin(), other = cache.Begin();
        foreach (var each in series)
            cache.Next(ref one, each).ToArray().ShouldBe(cache.Next(ref other, each).ToArray());
        cache.End(in one);
        cache.End(in other);
        cache.Begin();
        cache.Count.ShouldBe(10);
    }

    [Fact]
    public void Next_SeriesOutOfOrder_ReturnsItsText()
    {
        var family = NewFamily();
        Series[] series = [.. Enumerable.Range(0, 5).Select(i => family.With($"{i}"))];
        var cache = new LabelTextCache();
        foreach (var order in (int[][])[[4, 0, 1], [2, 4, 3], [0, 1, 2, 3, 4]])
        {
            var cursor = cache.Begin();
            foreach (var i in order)
                cache.Next(ref cursor, series[i]).ToArray().ShouldBe([.. "x=\""u8, (byte)('0' + i), (byte)'"']);
            cache.End(in cursor);
        }
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task Render_TwoFormatsAndTwoExposersWhileSeriesComeAndGo_ShowsTheLabelsOfEachSeries()
    {
        var family = NewFamily();
        using var stop = new CancellationTokenSource();
        var writers = Threads.Run(2, writer =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                family.With($"{i % 50}").Inc((i % 50) + 1);
                family.Remove($"{(i + 25) % 50}");
            }
        });
        await Threads.Run(4, scraper =>
        {
            var renderer = new MetricsRenderer(_registry);
            for (var i = 0; i < 200; i++)
            {
                using var rendered = renderer.Render(ExpositionFormat.All[scraper % 2]);
                var scrape = scraper % 2 == 0 ? PrometheusTextParser.Parse(rendered.ToString()) : OpenMetricsParser.Parse(rendered.ToString());
                foreach (var sample in scrape.Samples)
                    (sample.Value % (int.Parse(sample.Labels["x"]!) + 1)).ShouldBe(0);
            }
        });
        await stop.CancelAsync();
        await writers;
    }

    private LabeledFamily<Counter> NewFamily() => _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("x")] });

    private static LabelTextCache CacheOf(MetricFamily family) => FamilyText.Of(family).Labels;

    private static Dictionary<string, double> Shown(ParsedExposition scrape) => scrape.Samples.ToDictionary(s => s.Labels["x"] ?? "", s => s.Value);
}
