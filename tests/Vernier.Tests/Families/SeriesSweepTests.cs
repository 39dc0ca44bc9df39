using Vernier.Exposition;
using Vernier.Families;
using Vernier.Testing;

namespace Vernier.Tests.Families;

/// <summary>Sweeps for expired series, and series that return.</summary>
public class SeriesSweepTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ManualTime _time = new();
    private readonly MetricRegistry _registry;

    public SeriesSweepTests() => _registry = Scraping.NewRegistry(_time);

    [Fact]
    public void TryBeginSweep_WithinASixteenthOfTheTime_IsFalse()
    {
        var expiry = new SeriesExpiry(Hour, _time);
        expiry.TryBeginSweep().ShouldBeTrue();
        expiry.TryBeginSweep().ShouldBeFalse();
        _time.Advance(Hour / 16 - TimeSpan.FromSeconds(1));
        expiry.TryBeginSweep().ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        expiry.TryBeginSweep().ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(15)]
    [InlineData(60)]
    [InlineData(600)]
    public void Scrape_AtAnyInterval_ExpiresAfterTheTimeAndSoonEnough(int minutes)
    {
        var interval = TimeSpan.FromMinutes(minutes);
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { ExpireAfter = Hour, Labels = [new("x")] });
        for (var i = 0; i < 400; i++)
        {
            // Busy for some time, so that the numbers of the sweeps wrap around.
            family.With("busy").Inc();
            family.With($"{i % 7}").Inc(); // Used again after 7 intervals.
            _registry.Scrape();
            _time.Advance(interval);
        }
        var last = _time.GetUtcNow();
        family.With("last").Inc();
        while (_registry.Scrape().Samples.Any(s => s.Labels["x"] == "last"))
            _time.Advance(interval);
        var precision = interval > Hour / 16 ? interval : Hour / 16 + interval;
        (_time.GetUtcNow() - last).ShouldBeInRange(Hour, Hour + (2 * precision));
        family.SeriesCount.ShouldBe(0);
    }

    [Fact]
    public void Inc_ManyExpiredSeriesReturn_AllocatesTheSameForEach()
    {
        // A table that is rebuilt for each series that returns would allocate more for each, the more series it has.
        BytesPerReturn(8_000).ShouldBeLessThan(2 * BytesPerReturn(1_000));
    }

    [Fact]
    public void Inc_SomeExpiredSeriesReturn_AreFoundAndExposedOnce()
    {
        var family = _registry.CounterFamily(new CounterDefinition("b_total", "Help.") { ExpireAfter = Hour, Labels = [new("x")] });
        Counter[] held = [.. Enumerable.Range(0, 1000).Select(i => family.With($"{i}"))];
        for (var round = 1; round <= 4; round++)
        {
            Expire(held[..100]);
            family.SeriesCount.ShouldBe(100);
            for (var i = 0; i < 1000; i += round)
                held[i].Inc();
            for (var i = 0; i < 1000; i += round)
                family.With($"{i}").ShouldBeSameAs(held[i]);
            var scrape = _registry.Scrape();
            scrape.Family("b_total").Samples.Count.ShouldBe(family.SeriesCount);
            foreach (var sample in scrape.Samples)
                sample.Value.ShouldBe(held[int.Parse(sample.Labels["x"]!)].Value);
        }
    }

    [Fact]
    public void Scrape_SeriesThatReturnedToTheirPlace_AreNotEncodedEachTime()
    {
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { ExpireAfter = Hour, Labels = [new("x")] });
        Counter[] held = [.. Enumerable.Range(0, 100).Select(i => family.With($"{i}"))];
        Expire(held[40..]);
        Expire(held[40..]); // The text of the expired series is forgotten meanwhile.
        foreach (var counter in held)
            counter.Inc();
        var renderer = new MetricsRenderer(_registry);
        for (var i = 0; i < 3; i++)
            renderer.Render(ExpositionFormat.PrometheusText).Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        renderer.Render(ExpositionFormat.PrometheusText).Dispose();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(60 * 32); // At least this much if 60 texts were encoded.
    }

    private long BytesPerReturn(int count)
    {
        var family = _registry.CounterFamily(new CounterDefinition($"a{count}_total", "Help.") { ExpireAfter = Hour, Labels = [new("x")], MaxSeries = 2 * count });
        Counter[] busy = [.. Enumerable.Range(0, count).Select(i => family.With($"busy {i}"))];
        Counter[] held = [.. Enumerable.Range(0, count).Select(i => family.With($"{i}"))];
        Expire(busy);
        family.SeriesCount.ShouldBe(count);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var counter in held)
            counter.Inc();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        family.SeriesCount.ShouldBe(2 * count);
        return (allocated / count) + 16;
    }

    private void Expire(Counter[] busy)
    {
        for (var i = 0; i < 3; i++)
        {
            foreach (var counter in busy)
                counter.Inc(0);
            _registry.Collect(new VisitorThatIgnores());
            _time.Advance(Hour);
        }
        foreach (var counter in busy)
            counter.Inc(0);
        _registry.Collect(new VisitorThatIgnores());
    }

    private sealed class VisitorThatIgnores : ICollectionVisitor
    {
        public void BeginFamily(MetricFamily family)
        {
        }

        public void Counter(Series series, double value, Exemplar? exemplar)
        {
        }

        public void Gauge(Series series, double value)
        {
        }

        public void Histogram(Series series, in HistogramSnapshot snapshot)
        {
        }

        public void Summary(Series series, in SummarySnapshot snapshot)
        {
        }

        public void Info(Series series)
        {
        }

        public void StateSet(Series series, in StateSetSnapshot snapshot)
        {
        }

        public void EndFamily(MetricFamily family)
        {
        }

        public void EndCollection()
        {
        }
    }
}
