using Vernier.Testing;

namespace Vernier.Tests.Families;

public class SeriesExpiryTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new();
    private readonly MetricRegistry _registry;

    public SeriesExpiryTests() => _registry = Scraping.NewRegistry(_time);

    private enum State
    {
        On,
        Off,
    }

    [Fact]
    public void Scrape_IdleSeries_DisappearsAfterTheTime()
    {
        var family = Family();
        family.With("a").Inc();
        ScrapeEvery(TimeSpan.FromSeconds(15), 3);
        Values().ShouldBe("a=1");
        ScrapeEvery(TimeSpan.FromSeconds(15), 3);
        Values().ShouldBe("");
        family.SeriesCount.ShouldBe(0);
    }

    [Fact]
    public void Scrape_SeriesInUse_Stays()
    {
        var family = Family();
        var held = family.With("held");
        family.With("looked up").Inc();
        family.With("silent").Inc();
        for (var i = 0; i < 10; i++)
        {
            held.Inc();
            family.With("looked up").Inc();
            ScrapeEvery(TimeSpan.FromSeconds(30), 1);
        }

        Values().ShouldBe("held=10 looked up=11");
    }

    [Fact]
    public void Inc_HeldSeriesThatExpired_ReturnsWithItsValue()
    {
        var held = Family().With("a");
        held.Inc(3);
        Expire();
        Values().ShouldBe("");
        held.Inc(4);
        Values().ShouldBe("a=7");
        held.Value.ShouldBe(7);

        Expire();
        Values().ShouldBe("");
        held.Inc();
        Values().ShouldBe("a=8");
    }

    [Fact]
    public void With_AfterExpiry_StartsAtZero()
    {
        var family = Family();
        family.With("a").Inc(3);
        Expire();
        Values();
        family.With("a").Inc();
        Values().ShouldBe("a=1");
    }

    [Fact]
    public void Inc_HeldSeriesThatWasReplaced_RecordsToTheNewOne()
    {
        var family = Family();
        var old = family.With("a");
        old.Inc(3);
        Expire();
        var fresh = family.With("a");
        fresh.Inc(10);
        old.Inc(2);
        old.Inc(2);
        fresh.Value.ShouldBe(14);
        Values().ShouldBe("a=14");

        // Again, when the new one expires, too.
        Expire();
        Values().ShouldBe("");
        family.With("a").Inc();
        old.Inc();
        Values().ShouldBe("a=2");
    }

    // Only the holder of the old series records to the new one, which is therefore in use.
    [Fact]
    public void Inc_OnlyByHoldersOfAnExpiredSeries_KeepsTheNewOneInUse()
    {
        var family = Family();
        var old = family.With("a");
        old.Inc(3);
        Expire();
        family.With("a").Inc(10);
        for (var i = 1; i <= 10; i++)
        {
            old.Inc();
            Values().ShouldBe($"a={10 + i}");
            _time.Advance(TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public void Inc_OnlyByHoldersOfAFoldedSeries_KeepsTheOverflowSeriesInUse()
    {
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.")
        {
            ExpireAfter = Minute,
            MaxSeries = 1,
            Labels = [new("value")],
        });
        var old = family.With("a");
        old.Inc(3);
        Expire();
        var other = family.With("b");
        for (var i = 1; i <= 10; i++)
        {
            other.Inc();
            old.Inc();
            Values().ShouldBe($"_overflow={i} b={i}");
            _time.Advance(TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public void Record_EachInstrumentThatExpired_ReturnsWithItsValue()
    {
        var gauge = _registry.Gauge(new GaugeDefinition("g", "Help.") { ExpireAfter = Minute });
        var added = _registry.Gauge(new GaugeDefinition("g2", "Help.") { ExpireAfter = Minute });
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { ExpireAfter = Minute });
        var several = _registry.Histogram(new HistogramDefinition("h2", "Help.") { ExpireAfter = Minute });
        var summary = _registry.Summary(new SummaryDefinition("s", "Help.") { ExpireAfter = Minute });
        var states = _registry.StateSet(new StateSetDefinition("st", "Help.") { ExpireAfter = Minute, States = ["a", "b"] });
        void Record()
        {
            gauge.Set(gauge.Value + 1);
            added.Add(1);
            histogram.Observe(1);
            several.Observe(1, 5L);
            summary.Observe(1);
            states.Set("b", true);
        }

        Record();
        Expire();
        _registry.Scrape().Families.ShouldBeEmpty();
        Record();
        var scrape = _registry.Scrape();
        scrape.Value("g").ShouldBe(2);
        scrape.Value("g2").ShouldBe(2);
        scrape.Value("h_count").ShouldBe(2);
        scrape.Value("h2_count").ShouldBe(10);
        scrape.Value("s_count").ShouldBe(2);
        scrape.Value("st", ("st", "b")).ShouldBe(1);
    }

    [Fact]
    public void TrackInProgress_GaugeExpires_ReturnsToZero()
    {
        var gauge = _registry.Gauge(new GaugeDefinition("g", "Help.") { ExpireAfter = Minute });
        using (gauge.TrackInProgress())
        {
            Expire();
            _registry.Scrape().Families.ShouldBeEmpty();
        }
        _registry.Scrape().Value("g").ShouldBe(0);
    }

    [Fact]
    public void TrackInProgress_GaugeIsReplaced_DoesNotChangeTheNewOne()
    {
        var family = _registry.GaugeFamily(new GaugeDefinition("g", "Help.") { ExpireAfter = Minute, Labels = [new("value")] });
        var old = family.With("a");
        using (old.TrackInProgress())
        {
            Expire();
            _registry.Scrape().Families.ShouldBeEmpty();
            using (family.With("a").TrackInProgress())
                _registry.Scrape().Value("g", ("value", "a")).ShouldBe(1);
        }
        _registry.Scrape().Value("g", ("value", "a")).ShouldBe(0);

        // What began on the old series while the new one existed was added to the new one, and is subtracted from it.
        using (old.TrackInProgress())
            _registry.Scrape().Value("g", ("value", "a")).ShouldBe(1);
        _registry.Scrape().Value("g", ("value", "a")).ShouldBe(0);
    }

    [Fact]
    public void TrackInProgress_EndOfLongWork_CountsAsARecording()
    {
        var gauge = _registry.Gauge(new GaugeDefinition("g", "Help.") { ExpireAfter = Minute });
        for (var i = 0; i < 5; i++)
        {
            var progress = gauge.TrackInProgress();
            ScrapeEvery(TimeSpan.FromSeconds(15), 3);
            progress.Dispose();
            ScrapeEvery(TimeSpan.FromSeconds(15), 3);
            _registry.Scrape().Value("g").ShouldBe(0);
        }
    }

    [Fact]
    public void With_LabelsByIndexAfterExpiry_StartAtZero()
    {
        var counter = _registry.Counter(new CounterDefinition<OfState>("a_total", "Help.") { ExpireAfter = Minute });
        counter.With(new(State.On)).Inc(3);
        Expire();
        _registry.Scrape().Families.ShouldBeEmpty();
        counter.With(new(State.On)).Inc();
        _registry.Scrape().Value("a_total", ("state", "on")).ShouldBe(1);
    }

    [Fact]
    public void Inc_WithExemplarsAndExpiry_Returns()
    {
        var held = _registry.Counter(new CounterDefinition("a_total", "Help.") { ExpireAfter = Minute, Exemplars = true });
        held.Inc();
        Expire();
        _registry.Scrape().Families.ShouldBeEmpty();
        held.Inc(1, new Exemplar(KeyValuePair.Create("trace_id", "x")));
        var sample = _registry.ScrapeOpenMetrics().Sample("a_total");
        sample.Value.ShouldBe(2);
        sample.Exemplar!.Labels["trace_id"].ShouldBe("x");
    }

    [Fact]
    public void Scrape_FullFamily_HasRoomWhenSeriesExpire()
    {
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.")
        {
            ExpireAfter = Minute,
            MaxSeries = 2,
            Labels = [new("value")],
        });
        foreach (var value in new[] { "a", "b", "c" })
            family.With(value).Inc();
        Expire();
        foreach (var value in new[] { "d", "e" })
            family.With(value).Inc();
        Values().ShouldBe("d=1 e=1");
    }

    [Fact]
    public void Inc_OverflowSeriesThatExpired_ReturnsOnce()
    {
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.")
        {
            ExpireAfter = Minute,
            MaxSeries = 1,
            Labels = [new("value")],
        });
        family.With("a").Inc();
        var overflow = family.With("b");
        overflow.Inc();
        Expire();
        Values();
        family.With("a").Inc();
        overflow.Inc();
        family.With("c").Inc();
        Values().ShouldBe("_overflow=3 a=1");
    }

    [Fact]
    public void Inc_HeldSeriesExpiredFromAFullFamily_IsFoldedUntilASeriesIsRemoved()
    {
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.")
        {
            ExpireAfter = Minute,
            MaxSeries = 2,
            Labels = [new("value")],
        });
        Counter[] held = [family.With("a"), family.With("b")];
        foreach (var counter in held)
            counter.Inc(3);
        Expire();
        family.With("c").Inc();
        family.With("d").Inc();
        foreach (var counter in held)
            counter.Inc();
        Values().ShouldBe("_overflow=2 c=1 d=1");

        family.Remove("c").ShouldBeTrue();
        foreach (var counter in held)
            counter.Inc();
        Values().ShouldBe("_overflow=3 a=4 d=1");
    }

    [Fact]
    public void Inc_HeldSeriesExpiredAndLabelIsFull_IsFolded()
    {
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.")
        {
            ExpireAfter = Minute,
            Labels = [new("value") { MaxValues = 1 }],
        });
        var held = family.With("a");
        held.Inc(3);
        Expire();
        family.With("b").Inc();
        held.Inc();
        Values().ShouldBe("_overflow=1 b=1");
    }

    [Fact]
    public void Scrape_NoExpiry_KeepsAll()
    {
        _registry.Counter("a_total", "Help.").Inc();
        ScrapeEvery(TimeSpan.FromDays(100), 3);
        _registry.Scrape().Value("a_total").ShouldBe(1);
    }

    private CounterFamily Family() =>
        _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { ExpireAfter = Minute, Labels = [new("value")] });

    private void Expire() => ScrapeEvery(TimeSpan.FromSeconds(15), 6);

    private void ScrapeEvery(TimeSpan interval, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _registry.Scrape();
            _time.Advance(interval);
        }
    }

    private string Values() => string.Join(" ", _registry.Scrape().Samples.Select(s => $"{s.Labels["value"]}={s.Value}").Order(StringComparer.Ordinal));

    private readonly record struct OfState(State State);
}
