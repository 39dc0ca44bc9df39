using System.Diagnostics;
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

    private Activity Record(Action record)
    {
        using var activity = _source.StartActivity("work")!;
        record();
        return activity;
    }
}
