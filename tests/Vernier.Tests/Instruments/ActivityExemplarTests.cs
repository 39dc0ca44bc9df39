using System.Diagnostics;
using Vernier.Instruments;
using Vernier.Testing;
using Vernier.Testing.Parsing;
using LabelSet = Vernier.Testing.Parsing.LabelSet;

namespace Vernier.Tests.Instruments;

/// <summary>Exemplars of recordings in activities that a real listener samples, and explicit exemplars.</summary>
public sealed class ActivityExemplarTests : IDisposable
{
    private readonly ActivitySource _source = new($"Vernier.Tests.{Guid.NewGuid():N}");
    private readonly ActivityListener _listener;
    private readonly ManualTime _time = new();
    private readonly MetricRegistry _registry;
    private ActivitySamplingResult _sampling = ActivitySamplingResult.AllDataAndRecorded;

    public ActivityExemplarTests()
    {
        _registry = Scraping.NewRegistry(_time);
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == _source.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => _sampling,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }

    [Fact]
    public void Inc_InASampledActivity_KeepsItsTrace()
    {
        var counter = _registry.Counter(new CounterDefinition("a_total", "Help.") { Exemplars = true });
        var activity = Record(() => counter.Inc(2.5));
        var exemplar = _registry.ScrapeOpenMetrics().Sample("a_total").Exemplar!;
        exemplar.Labels.ShouldBe(LabelSet.Of(("trace_id", activity.TraceId.ToHexString()), ("span_id", activity.SpanId.ToHexString())));
        exemplar.Value.ShouldBe(2.5);
        exemplar.Timestamp.ShouldBe(_time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
    }

    [Fact]
    public void Observe_InSampledActivities_KeepsTheLastOfEachBucket()
    {
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Exemplars = true, Buckets = [1, 2] });
        Record(() => histogram.Observe(0.25));
        var low = Record(() => histogram.Observe(0.5));
        var high = Record(() => histogram.Observe(7));
        var buckets = _registry.ScrapeOpenMetrics().Family("h").Histogram().Buckets;
        buckets[0].Exemplar!.Labels["trace_id"].ShouldBe(low.TraceId.ToHexString());
        buckets[0].Exemplar!.Value.ShouldBe(0.5);
        buckets[1].Exemplar.ShouldBeNull();
        buckets[2].Exemplar!.Labels["trace_id"].ShouldBe(high.TraceId.ToHexString());
        buckets[2].Exemplar!.Value.ShouldBe(7);
    }

    [Fact]
    public void Inc_InAnUnsampledActivity_KeepsNone()
    {
        _sampling = ActivitySamplingResult.AllData;
        var counter = _registry.Counter(new CounterDefinition("a_total", "Help.") { Exemplars = true });
        Record(() => counter.Inc()).Recorded.ShouldBeFalse();
        _registry.ScrapeOpenMetrics().Sample("a_total").Exemplar.ShouldBeNull();
    }

    [Fact]
    public void Inc_WithoutAnActivity_KeepsTheLastExemplar()
    {
        var counter = _registry.Counter(new CounterDefinition("a_total", "Help.") { Exemplars = true });
        var activity = Record(() => counter.Inc());
        counter.Inc();
        var sample = _registry.ScrapeOpenMetrics().Sample("a_total");
        sample.Value.ShouldBe(2);
        sample.Exemplar!.Labels["trace_id"].ShouldBe(activity.TraceId.ToHexString());
    }

    [Fact]
    public void Inc_MetricWithoutExemplars_KeepsNone()
    {
        var counter = _registry.Counter("a_total", "Help.");
        Record(() => counter.Inc());
        _registry.ScrapeOpenMetrics().Sample("a_total").Exemplar.ShouldBeNull();
    }

    [Fact]
    public void Scrape_InASampledActivity_CapturesNoExemplar()
    {
        _registry.Counter(new CounterDefinition("a_total", "Help.") { Exemplars = true }).Inc();
        ParsedSample? sample = null;
        Record(() => sample = _registry.ScrapeOpenMetrics().Sample("a_total"));
        sample!.Exemplar.ShouldBeNull();
        _registry.ScrapeOpenMetrics().Sample("a_total").Exemplar.ShouldBeNull();
    }

    [Fact]
    public void Inc_ExplicitExemplarInASampledActivity_TakesPrecedence()
    {
        var counter = _registry.Counter(new CounterDefinition("a_total", "Help.") { Exemplars = true });
        Record(() => counter.Inc(1, new Exemplar(KeyValuePair.Create("order", "7"))));
        _registry.ScrapeOpenMetrics().Sample("a_total").Exemplar!.Labels.ShouldBe(LabelSet.Of(("order", "7")));
        var activity = Record(() => counter.Inc(1, null));
        _registry.ScrapeOpenMetrics().Sample("a_total").Exemplar!.Labels["trace_id"].ShouldBe(activity.TraceId.ToHexString());
    }

    [Fact]
    public void Inc_ExplicitExemplar_IsExposedOnlyInOpenMetrics()
    {
        var counter = _registry.Counter("a_total", "Help.");
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Buckets = [1] });
        counter.Inc(3, new Exemplar(new("a", "x\"\\\n"), new("empty", "")));
        histogram.Observe(1, new Exemplar());
        var scrape = _registry.ScrapeOpenMetrics();
        scrape.Sample("a_total").Exemplar!.Labels.ShouldBe(LabelSet.Of(("a", "x\"\\\n")));
        scrape.Sample("h_bucket", ("le", "1.0")).Exemplar!.Labels.ShouldBeEmpty();
        scrape.Sample("h_bucket", ("le", "+Inf")).Exemplar.ShouldBeNull();
        _registry.Scrape().Samples.ShouldAllBe(s => s.Exemplar == null);
    }

    [Fact]
    public void Inc_ExemplarOfACounterWithoutSuffix_IsOmittedFromOpenMetrics()
    {
        var counter = _registry.Counter("a", "Help.");
        counter.Inc(3, new Exemplar(KeyValuePair.Create("a", "x")));
        var family = _registry.ScrapeOpenMetrics().Family("a");
        family.Type.ShouldBe(ParsedFamilyType.Unknown);
        family.Samples.ShouldHaveSingleItem().Exemplar.ShouldBeNull();
    }

    [Fact]
    public void Record_InASampledActivity_AllocatesNothing()
    {
        var counter = _registry.Counter(new CounterDefinition("a_total", "Help.") { Exemplars = true });
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Exemplars = true });
        (var counted, var observed) = (0, 0);
        Record(() =>
        {
            Allocations.Of(() =>
            {
                counter.Inc();
                counter.Inc(2);
                counted += 3;
            }).ShouldBe(0);
            Allocations.Of(() =>
            {
                histogram.Observe(0.5);
                histogram.Observe(0.5, 3);
                observed += 4;
            }).ShouldBe(0);
        });
        counter.Value.ShouldBe(counted);
        histogram.Count.ShouldBe(observed);
    }

    [Fact]
    public void Scrape_LongAfterTheRecording_HasItsTime()
    {
        var counter = _registry.Counter(new CounterDefinition("a_total", "Help.") { Exemplars = true });
        var recorded = _time.GetUtcNow();
        Record(() => counter.Inc());
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(5.5));
            _registry.ScrapeOpenMetrics().Sample("a_total").Exemplar!.Timestamp.ShouldBe(recorded.ToUnixTimeMilliseconds() / 1000.0);
        }
    }

    // The system's clock and the cached one differ by a few milliseconds. Prometheus would store an exemplar again if its time changed.
    [Fact]
    public void Scrape_Twice_HasTheSameExemplar()
    {
        var registry = Scraping.NewRegistry();
        var counter = registry.Counter(new CounterDefinition("a_total", "Help.") { Exemplars = true });
        var before = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        Record(() => counter.Inc());
        var first = registry.ScrapeOpenMetrics().Sample("a_total").Exemplar!;
        for (var i = 0; i < 200; i++)
            registry.ScrapeOpenMetrics().Sample("a_total").Exemplar.ShouldBe(first);
        first.Timestamp!.Value.ShouldBeInRange(before.ToUnixTimeMilliseconds() / 1000.0 - 0.1, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task Record_FromManyThreadsWhileScraped_NeverMixesTwoTraces()
    {
        var counter = _registry.Counter(new CounterDefinition("a_total", "Help.") { Exemplars = true });
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Exemplars = true, Buckets = [1000] });
        using var ended = new CancellationTokenSource();
        Activity[] activities = [.. Enumerable.Range(0, 4).Select(_ => _source.CreateActivity("work", ActivityKind.Internal)!.Start())];
        Activity.Current = null;
        var recording = Threads.Run(4, i =>
        {
            Activity.Current = activities[i];
            while (!ended.IsCancellationRequested)
            {
                counter.Inc(i + 1);
                histogram.Observe(i + 1);
            }
        });
        // A recording is counted before its exemplar is set.
        await Waiting.UntilAsync(() => Exemplars().All(exemplar => exemplar is not null), "both metrics have an exemplar");
        for (var scrape = 0; scrape < 300; scrape++)
        {
            foreach (var exemplar in Exemplars())
            {
                var activity = activities[(int)exemplar!.Value - 1];
                exemplar.Labels.ShouldBe(LabelSet.Of(("trace_id", activity.TraceId.ToHexString()), ("span_id", activity.SpanId.ToHexString())));
            }
        }
        await ended.CancelAsync();
        await recording;
        foreach (var activity in activities)
            activity.Dispose();

        ParsedExemplar?[] Exemplars()
        {
            var parsed = _registry.ScrapeOpenMetrics();
            return [parsed.Sample("a_total").Exemplar, parsed.Family("h").Histogram().Buckets[0].Exemplar];
        }
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task Slot_SetAndReadInLoops_NeverMixesTwoTraces()
    {
        ExemplarSlot slot = new();
        Activity[] activities = [.. Enumerable.Range(0, 2).Select(_ => _source.CreateActivity("work", ActivityKind.Internal)!.Start())];
        slot.Set(activities[0], 0, 0);
        using var ended = new CancellationTokenSource();
        var setting = Threads.Run(2, i =>
        {
            while (!ended.IsCancellationRequested)
                slot.Set(activities[i], i, 0);
        });
        for (var i = 0; i < 300_000; i++)
        {
            if (slot.Get(_registry.Settings) is not { } exemplar)
                continue; // The first one is being set.
            var activity = activities[(int)exemplar.Value];
            (exemplar.Labels[0].Value, exemplar.Labels[1].Value).ShouldBe((activity.TraceId.ToHexString(), activity.SpanId.ToHexString()));
        }
        await ended.CancelAsync();
        await setting;
        slot.Get(_registry.Settings).ShouldNotBeNull();
        foreach (var activity in activities)
            activity.Dispose();
    }

    [Fact]
    public void Record_ThroughHoldersOfExpiredSeries_KeepsTheExemplar()
    {
        var counters = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Exemplars = true, ExpireAfter = TimeSpan.FromMinutes(1), Labels = [new("x")] });
        var histograms = _registry.HistogramFamily(new HistogramDefinition("h", "Help.") { Exemplars = true, ExpireAfter = TimeSpan.FromMinutes(1), Labels = [new("x")], Buckets = [1] });
        var counter = counters.With("v");
        var histogram = histograms.With("v");
        Expire();

        // Other series take the place of the expired ones.
        counters.With("v").ShouldNotBeSameAs(counter);
        histograms.With("v").ShouldNotBeSameAs(histogram);
        var activity = Record(() =>
        {
            counter.Inc();
            histogram.Observe(0.5);
        });
        counter.Inc(1, new Exemplar(KeyValuePair.Create("order", "7")));
        var scrape = _registry.ScrapeOpenMetrics();
        scrape.Sample("a_total", ("x", "v")).Exemplar!.Labels.ShouldBe(LabelSet.Of(("order", "7")));
        scrape.Value("a_total", ("x", "v")).ShouldBe(2);
        scrape.Sample("h_bucket", ("x", "v"), ("le", "1.0")).Exemplar!.Labels["trace_id"].ShouldBe(activity.TraceId.ToHexString());
        var second = Record(() => counter.Inc());
        _registry.ScrapeOpenMetrics().Sample("a_total", ("x", "v")).Exemplar!.Labels["trace_id"].ShouldBe(second.TraceId.ToHexString());
    }

    // Idle series, and series with and without cells, record in different ways.
    [Theory]
    [InlineData(null)]
    [InlineData(ActivitySamplingResult.AllData)]
    [InlineData(ActivitySamplingResult.AllDataAndRecorded)]
    public void Record_MetricsWithExemplars_CountEverything(ActivitySamplingResult? sampling)
    {
        var counter = _registry.Counter(new CounterDefinition("a_total", "Help.") { Exemplars = true, ExpireAfter = TimeSpan.FromHours(1) });
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Exemplars = true, ExpireAfter = TimeSpan.FromHours(1), Buckets = [1] });
        _sampling = sampling ?? default;
        for (var round = 1; round <= 5; round++)
        {
            void RecordAll()
            {
                for (var i = 0; i < 1000; i++)
                {
                    counter.Inc();
                    histogram.Observe(i % 2 * 2);
                }
            }

            if (sampling is null)
                RecordAll();
            else
                Record(RecordAll);
            var scrape = _registry.ScrapeOpenMetrics();
            scrape.Value("a_total").ShouldBe(1000 * round);
            scrape.Value("h_bucket", ("le", "1.0")).ShouldBe(500 * round);
            scrape.Value("h_count").ShouldBe(1000 * round);
            scrape.Value("h_sum").ShouldBe(1000 * round);
            (scrape.Sample("a_total").Exemplar is not null).ShouldBe(sampling == ActivitySamplingResult.AllDataAndRecorded);
            scrape.Family("h").Histogram().Buckets.ShouldAllBe(b => b.Exemplar != null == (sampling == ActivitySamplingResult.AllDataAndRecorded));
        }
    }

    private void Expire()
    {
        for (var i = 0; i < 2; i++)
        {
            _registry.Scrape();
            _time.Advance(TimeSpan.FromMinutes(2));
        }
        _registry.Scrape().Samples.ShouldBeEmpty();
    }

    private Activity Record(Action record)
    {
        using var activity = _source.StartActivity("work")!;
        record();
        return activity;
    }
}
