using Vernier.Definitions;
using Vernier.Families;
using Vernier.Instruments;
using Vernier.Registry;
using Vernier.Tests.Exposition.Parsing;
using Vernier.Tests.Support;

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
    public void Scrape_SeriesThatIsNotRecordedTo_IsGoneAfterTheTime()
    {
        LabelledFamily<Counter> family = Family();
        family.With("a").Inc();
        ScrapeEvery(TimeSpan.FromSeconds(15), 3);
        Values().ShouldBe("a=1");
        ScrapeEvery(TimeSpan.FromSeconds(15), 3);
        Values().ShouldBe("");
        family.SeriesCount.ShouldBe(0);
    }

    [Fact]
    public void Scrape_SeriesThatIsRecordedTo_Stays()
    {
        LabelledFamily<Counter> family = Family();
        Counter held = family.With("held");
        family.With("looked up").Inc();
        family.With("silent").Inc();
        for (int i = 0; i < 10; i++)
        {
            held.Inc();
            family.With("looked up").Inc();
            ScrapeEvery(TimeSpan.FromSeconds(30), 1);
        }

        Values().ShouldBe("held=10 looked up=11");
    }

    [Fact]
    public void Inc_HeldSeriesThatExpired_ComesBackWithItsValue()
    {
        Counter held = Family().With("a");
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
    public void With_AfterExpiry_BeginsAtZero()
    {
        LabelledFamily<Counter> family = Family();
        family.With("a").Inc(3);
        Expire();
        Values();
        family.With("a").Inc();
        Values().ShouldBe("a=1");
    }

    [Fact]
    public void Inc_HeldSeriesThatWasMadeAnewMeanwhile_RecordsToTheNewOne()
    {
        LabelledFamily<Counter> family = Family();
        Counter old = family.With("a");
        old.Inc(3);
        Expire();
        Counter anew = family.With("a");
        anew.Inc(10);
        old.Inc(2);
        old.Inc(2);
        anew.Value.ShouldBe(14);
        Values().ShouldBe("a=14");

        // And on and on, when the new one expires too.
        Expire();
        Values().ShouldBe("");
        family.With("a").Inc();
        old.Inc();
        Values().ShouldBe("a=2");
    }

    // The one who holds the old series is all that records to the new one: that is not idle.
    [Fact]
    public void Inc_ByHoldersOfAnExpiredSeriesAlone_KeepsTheNewOneInUse()
    {
        LabelledFamily<Counter> family = Family();
        Counter old = family.With("a");
        old.Inc(3);
        Expire();
        family.With("a").Inc(10);
        for (int i = 1; i <= 10; i++)
        {
            old.Inc();
            Values().ShouldBe($"a={10 + i}");
            _time.Advance(TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public void Inc_ByHoldersOfAFoldedSeriesAlone_KeepsTheOverflowSeriesInUse()
    {
        LabelledFamily<Counter> family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.")
        {
            ExpireAfter = Minute,
            MaxSeries = 1,
            Labels = [new("value")],
        });
        Counter old = family.With("a");
        old.Inc(3);
        Expire();
        Counter other = family.With("b");
        for (int i = 1; i <= 10; i++)
        {
            other.Inc();
            old.Inc();
            Values().ShouldBe($"_overflow={i} b={i}");
            _time.Advance(TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public void Record_EveryInstrumentThatExpired_ComesBackWithItsValue()
    {
        Gauge gauge = _registry.Gauge(new GaugeDefinition("g", "Help.") { ExpireAfter = Minute });
        Gauge added = _registry.Gauge(new GaugeDefinition("g2", "Help.") { ExpireAfter = Minute });
        Histogram histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { ExpireAfter = Minute });
        Histogram several = _registry.Histogram(new HistogramDefinition("h2", "Help.") { ExpireAfter = Minute });
        Summary summary = _registry.Summary(new SummaryDefinition("s", "Help.") { ExpireAfter = Minute });
        StateSet states = _registry.StateSet(new StateSetDefinition("st", "Help.") { ExpireAfter = Minute, States = ["a", "b"] });
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
        ParsedExposition scrape = _registry.Scrape();
        scrape.Value("g").ShouldBe(2);
        scrape.Value("g2").ShouldBe(2);
        scrape.Value("h_count").ShouldBe(2);
        scrape.Value("h2_count").ShouldBe(10);
        scrape.Value("s_count").ShouldBe(2);
        scrape.Value("st", ("st", "b")).ShouldBe(1);
    }

    [Fact]
    public void TrackInProgress_GaugeThatExpiresMeanwhile_IsBackAtZero()
    {
        Gauge gauge = _registry.Gauge(new GaugeDefinition("g", "Help.") { ExpireAfter = Minute });
        using (gauge.TrackInProgress())
        {
            Expire();
            _registry.Scrape().Families.ShouldBeEmpty();
        }
        _registry.Scrape().Value("g").ShouldBe(0);
    }

    [Fact]
    public void TrackInProgress_GaugeThatIsMadeAnewMeanwhile_IsNotTakenFromTheNewOne()
    {
        LabelledFamily<Gauge> family = _registry.GaugeFamily(new GaugeDefinition("g", "Help.") { ExpireAfter = Minute, Labels = [new("value")] });
        Gauge old = family.With("a");
        using (old.TrackInProgress())
        {
            Expire();
            _registry.Scrape().Families.ShouldBeEmpty();
            using (family.With("a").TrackInProgress())
                _registry.Scrape().Value("g", ("value", "a")).ShouldBe(1);
        }
        _registry.Scrape().Value("g", ("value", "a")).ShouldBe(0);

        // What began on the old one while the new one was there was added to the new one, and goes from there.
        using (old.TrackInProgress())
            _registry.Scrape().Value("g", ("value", "a")).ShouldBe(1);
        _registry.Scrape().Value("g", ("value", "a")).ShouldBe(0);
    }

    [Fact]
    public void TrackInProgress_EndOfWhatIsLong_CountsAsARecording()
    {
        Gauge gauge = _registry.Gauge(new GaugeDefinition("g", "Help.") { ExpireAfter = Minute });
        for (int i = 0; i < 5; i++)
        {
            InProgress progress = gauge.TrackInProgress();
            ScrapeEvery(TimeSpan.FromSeconds(15), 3);
            progress.Dispose();
            ScrapeEvery(TimeSpan.FromSeconds(15), 3);
            _registry.Scrape().Value("g").ShouldBe(0);
        }
    }

    [Fact]
    public void With_LabelsByIndexAfterExpiry_BeginAtZero()
    {
        Counter<OfState> counter = _registry.Counter(new CounterDefinition<OfState>("a_total", "Help.") { ExpireAfter = Minute });
        counter.With(new(State.On)).Inc(3);
        Expire();
        _registry.Scrape().Families.ShouldBeEmpty();
        counter.With(new(State.On)).Inc();
        _registry.Scrape().Value("a_total", ("state", "on")).ShouldBe(1);
    }

    [Fact]
    public void Inc_WithExemplarsAndExpiry_ComesBack()
    {
        Counter held = _registry.Counter(new CounterDefinition("a_total", "Help.") { ExpireAfter = Minute, Exemplars = true });
        held.Inc();
        Expire();
        _registry.Scrape().Families.ShouldBeEmpty();
        held.Inc(1, new Exemplar(KeyValuePair.Create("trace_id", "x")));
        ParsedSample sample = _registry.ScrapeOpenMetrics().Sample("a_total");
        sample.Value.ShouldBe(2);
        sample.Exemplar!.Labels["trace_id"].ShouldBe("x");
    }

    [Fact]
    public void Scrape_FullFamily_HasRoomWhenSeriesExpire()
    {
        LabelledFamily<Counter> family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.")
        {
            ExpireAfter = Minute,
            MaxSeries = 2,
            Labels = [new("value")],
        });
        foreach (string value in new[] { "a", "b", "c" })
            family.With(value).Inc();
        Expire();
        foreach (string value in new[] { "d", "e" })
            family.With(value).Inc();
        Values().ShouldBe("d=1 e=1");
    }

    [Fact]
    public void Inc_OverflowSeriesThatExpired_ComesBackOnce()
    {
        LabelledFamily<Counter> family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.")
        {
            ExpireAfter = Minute,
            MaxSeries = 1,
            Labels = [new("value")],
        });
        family.With("a").Inc();
        Counter overflow = family.With("b");
        overflow.Inc();
        Expire();
        Values();
        family.With("a").Inc();
        overflow.Inc();
        family.With("c").Inc();
        Values().ShouldBe("_overflow=3 a=1");
    }

    [Fact]
    public void Inc_HeldSeriesThatExpiredFromAFamilyThatIsFullNow_IsFoldedUntilThereIsRoom()
    {
        LabelledFamily<Counter> family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.")
        {
            ExpireAfter = Minute,
            MaxSeries = 2,
            Labels = [new("value")],
        });
        Counter[] held = [family.With("a"), family.With("b")];
        foreach (Counter counter in held)
            counter.Inc(3);
        Expire();
        family.With("c").Inc();
        family.With("d").Inc();
        foreach (Counter counter in held)
            counter.Inc();
        Values().ShouldBe("_overflow=2 c=1 d=1");

        family.Remove("c").ShouldBeTrue();
        foreach (Counter counter in held)
            counter.Inc();
        Values().ShouldBe("_overflow=3 a=4 d=1");
    }

    [Fact]
    public void Inc_HeldSeriesThatExpiredAndWhoseLabelIsFullNow_IsFolded()
    {
        LabelledFamily<Counter> family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.")
        {
            ExpireAfter = Minute,
            Labels = [new("value") { MaxValues = 1 }],
        });
        Counter held = family.With("a");
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

    private LabelledFamily<Counter> Family() =>
        _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { ExpireAfter = Minute, Labels = [new("value")] });

    private void Expire() => ScrapeEvery(TimeSpan.FromSeconds(15), 6);

    private void ScrapeEvery(TimeSpan interval, int times)
    {
        for (int i = 0; i < times; i++)
        {
            _registry.Scrape();
            _time.Advance(interval);
        }
    }

    private string Values() => string.Join(" ", _registry.Scrape().Samples.Select(s => $"{s.Labels["value"]}={s.Value}").Order(StringComparer.Ordinal));

    private readonly record struct OfState(State State);
}
