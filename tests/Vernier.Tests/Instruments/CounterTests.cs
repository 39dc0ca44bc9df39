using Vernier.Exposition;
using Vernier.Testing;

namespace Vernier.Tests.Instruments;

public class CounterTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();
    private readonly Counter _counter;

    public CounterTests() => _counter = _registry.Counter("a_total", "Help.");

    [Fact]
    public void Value_NewCounter_IsZeroAndExposed()
    {
        _counter.Value.ShouldBe(0);
        _registry.Scrape().Value("a_total").ShouldBe(0);
    }

    [Fact]
    public void Inc_OnesAndAmounts_AddUp()
    {
        _counter.Inc();
        _counter.Inc(0.5);
        _counter.Inc(0);
        _counter.Inc(double.Epsilon);
        _counter.Inc();
        _counter.Value.ShouldBe(2.5);
        _registry.Scrape().Value("a_total").ShouldBe(2.5);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-double.Epsilon)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Inc_InvalidAmount_ThrowsAndAddsNothing(double amount)
    {
        _counter.Inc(3);
        Should.Throw<ArgumentOutOfRangeException>(() => _counter.Inc(amount)).ParamName.ShouldBe("amount");
        Should.Throw<ArgumentOutOfRangeException>(() => _counter.Inc(amount, new Exemplar(KeyValuePair.Create("a", "b"))));
        _counter.Value.ShouldBe(3);
        _registry.ScrapeOpenMetrics().Sample("a_total").Exemplar.ShouldBeNull();
    }

    [Fact]
    public void Inc_NegativeZero_IsZero()
    {
        _counter.Inc(-0.0);
        _registry.Scrape().Sample("a_total").RawValue.ShouldBe("0");
    }

    [Fact]
    public void Inc_BeyondTheExactIntegerRange_StaysExposed()
    {
        _counter.Inc(1L << 53);
        _counter.Inc(1L << 60);
        _registry.Scrape().Value("a_total").ShouldBe((1L << 53) + (double)(1L << 60));
    }

    [Fact]
    public void Restore_UnusedCounter_ContinuesWithTheStoredValueAndStartTime()
    {
        var time = new ManualTime();
        var registry = Scraping.NewRegistry(time);
        var counter = registry.Counter("a_total", "Help.");
        var start = time.GetUtcNow() - TimeSpan.FromDays(3);

        counter.Restore(41.5, start);
        counter.Inc();

        counter.Value.ShouldBe(42.5);
        counter.StartTime.ShouldBe(start);
        registry.Scrape().Value("a_total").ShouldBe(42.5);
        registry.Text(ExpositionFormat.OpenMetrics, createdSeries: true).ShouldContain($"a_created {start.ToUnixTimeMilliseconds() / 1000.0}\n");
    }

    [Fact]
    public void Restore_StartTimeWithAnOffset_IsTheSameInstant()
    {
        var start = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));

        _counter.Restore(1, start);

        _counter.Created.ShouldBe(start);
    }

    [Fact]
    public void Restore_BusyCounter_Throws()
    {
        for (var i = 0; i < 200; i++)
            _counter.Inc();

        Should.Throw<InvalidOperationException>(() => _counter.Restore(5, DateTimeOffset.UnixEpoch)).Message
            .ShouldBe("a_total cannot be restored to 5: its value is already 200. Restore a counter before anything is recorded.");
        _counter.Value.ShouldBe(200);
        _counter.Created.ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public void Restore_Twice_ThrowsUnlessTheFirstValueIsZero()
    {
        _counter.Restore(0, DateTimeOffset.UnixEpoch);
        _counter.Restore(2, DateTimeOffset.UnixEpoch);

        Should.Throw<InvalidOperationException>(() => _counter.Restore(2, DateTimeOffset.UnixEpoch));
        _counter.Value.ShouldBe(2);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Restore_InvalidValue_Throws(double value)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => _counter.Restore(value, DateTimeOffset.UnixEpoch)).ParamName.ShouldBe("value");
        _counter.Value.ShouldBe(0);
    }

    [Fact]
    public void Restore_StartTimeInTheFuture_Throws()
    {
        var time = new ManualTime();
        var counter = Scraping.NewRegistry(time).Counter("a_total", "Help.");

        Should.Throw<ArgumentOutOfRangeException>(() => counter.Restore(1, time.GetUtcNow() + TimeSpan.FromSeconds(1))).ParamName.ShouldBe("startTime");
        counter.Restore(1, time.GetUtcNow());
        counter.Value.ShouldBe(1);
    }

    [Fact]
    public void Restore_LabeledSeries_LeavesTheOthers()
    {
        var family = _registry.Counter("b_total", "Help.", labels: ["x"]);
        family.With("new");

        family.With("old").Restore(7, DateTimeOffset.UnixEpoch);

        _registry.Scrape().Value("b_total", ("x", "old")).ShouldBe(7);
        _registry.Scrape().Value("b_total", ("x", "new")).ShouldBe(0);
        family.With("old").StartTime.ShouldBe(DateTimeOffset.UnixEpoch);
        family.With("new").StartTime.ShouldNotBe(DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public void Restore_ExpiredSeries_RestoresTheSeriesThatReplacesIt()
    {
        var time = new ManualTime();
        var registry = Scraping.NewRegistry(time);
        var family = registry.CounterFamily(new CounterDefinition("b_total", "Help.") { Labels = [new("x")], ExpireAfter = TimeSpan.FromMinutes(1) });
        var expired = family.With("a");
        registry.Scrape();
        time.Advance(TimeSpan.FromMinutes(3));
        registry.Scrape();
        time.Advance(TimeSpan.FromMinutes(3));
        registry.Scrape().Samples.ShouldBeEmpty();

        expired.Restore(7, DateTimeOffset.UnixEpoch);

        registry.Scrape().Value("b_total", ("x", "a")).ShouldBe(7);
    }

    [Fact]
    public async Task Restore_WhileThreadsRecord_LosesNothing()
    {
        var recording = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
                _counter.Inc();
        }, TestContext.Current.CancellationToken)));
        var restored = 0.0;
        try
        {
            _counter.Restore(1_000_000, DateTimeOffset.UnixEpoch);
            restored = 1_000_000;
        }
        catch (InvalidOperationException)
        {
            // A thread was faster.
        }
        await recording;

        _counter.Value.ShouldBe(40_000 + restored);
    }
}
