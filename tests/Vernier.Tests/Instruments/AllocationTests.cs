using Vernier.Testing;

namespace Vernier.Tests.Instruments;

/// <summary>Recording does not allocate, as the documentation promises.</summary>
public class AllocationTests
{
    private readonly MetricRegistry _registry = new();

    private enum Method
    {
        Get,
        Put,
    }

    private enum Outcome : byte
    {
        Ok,
        Failed,
    }

    [Fact]
    public void Counter_Inc_AllocatesNothing()
    {
        var counter = _registry.Counter("a_total", "Help.");
        Allocations.Of(() => counter.Inc()).ShouldBe(0);
        Allocations.Of(() => counter.Inc(2.5)).ShouldBe(0);
    }

    [Fact]
    public void Counter_IncWithExemplarsButNoActivity_AllocatesNothing()
    {
        var counter = _registry.Counter(new CounterDefinition("a_total", "Help.") { Exemplars = true });
        Allocations.Of(() => counter.Inc()).ShouldBe(0);
    }

    [Fact]
    public void Counter_IncOfASeriesWithExpiry_AllocatesNothing()
    {
        var counter = _registry.Counter(new CounterDefinition("a_total", "Help.") { ExpireAfter = TimeSpan.FromHours(1) });
        _registry.Scrape();
        Allocations.Of(() => counter.Inc()).ShouldBe(0);
    }

    [Fact]
    public void Gauge_EveryMethod_AllocatesNothing()
    {
        var gauge = _registry.Gauge("a", "Help.");
        Allocations.Of(() => gauge.Set(2.5)).ShouldBe(0);
        Allocations.Of(() => gauge.Inc()).ShouldBe(0);
        Allocations.Of(() => gauge.Dec()).ShouldBe(0);
        Allocations.Of(() => gauge.Add(2.5)).ShouldBe(0);
        Allocations.Of(() => gauge.SetToCurrentTime()).ShouldBe(0);
        Allocations.Of(() => gauge.TrackInProgress().Dispose()).ShouldBe(0);
    }

    [Fact]
    public void Histogram_ObserveAndTime_AllocateNothing()
    {
        var histogram = _registry.Histogram("h", "Help.");
        Allocations.Of(() => histogram.Observe(0.3)).ShouldBe(0);
        Allocations.Of(() => histogram.Observe(0.3, 5L)).ShouldBe(0);
        Allocations.Of(() =>
        {
            using (histogram.Time())
            {
            }
        }).ShouldBe(0);
    }

    [Fact]
    public void Summary_ObserveOfKnownSizes_AllocatesNothing()
    {
        double[] values = [-5, 0, 1e-9, 1e-3, 1, 1e3, 1e9, double.PositiveInfinity, double.MaxValue, double.Epsilon];
        foreach (var some in (double[][])[[0.3], values[..7], values])
        {
            var summary = _registry.SummaryFamily(new SummaryDefinition("s", "Help.") { Labels = [new("count")] }).With($"{some.Length}");
            var next = 0;
            Allocations.Of(() => summary.Observe(some[next++ % some.Length])).ShouldBe(0);
        }
    }

    [Fact]
    public void Summary_ObserveInLaterSlicesOfTheWindow_AllocatesNothingForKnownSizes()
    {
        var time = new ManualTime();
        var summary = Scraping.NewRegistry(time).Summary("s", "Help.");
        void ObserveThroughTheWindow()
        {
            for (var i = 0; i < 5; i++)
            {
                summary.Observe(0.001);
                summary.Observe(1000);
                time.Advance(TimeSpan.FromMinutes(2));
            }
        }

        ObserveThroughTheWindow();
        var before = GC.GetAllocatedBytesForCurrentThread();
        summary.Observe(0.0015);
        summary.Observe(900);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Summary_Time_AllocatesNothing()
    {
        // A stopped clock: a real clock would yield durations of new sizes.
        var summary = Scraping.NewRegistry(new ManualTime()).Summary("s", "Help.");
        Allocations.Of(() =>
        {
            using (summary.Time())
            {
            }
        }).ShouldBe(0);
    }

    [Fact]
    public void StateSet_Set_AllocatesNothing()
    {
        var states = _registry.StateSet(new StateSetDefinition("st", "Help.") { States = ["a", "b"] });
        var typed = _registry.StateSet(new StateSetDefinition<Method>("method", "Help."));
        Allocations.Of(() => states.Set("b")).ShouldBe(0);
        Allocations.Of(() => states.Set("a", true)).ShouldBe(0);
        Allocations.Of(() => typed.Set(Method.Put)).ShouldBe(0);
    }

    [Fact]
    public void With_TypedLabels_AllocatesNothing()
    {
        var closed = _registry.Counter<Closed>("closed_total", "Help.");
        var text = _registry.Counter<Text>("text_total", "Help.");
        var mixed = _registry.Counter<Mixed>("mixed_total", "Help.");
        var histogram = _registry.Histogram<Mixed>("h", "Help.");
        var eight = _registry.Gauge<Eight>("eight", "Help.");
        var handler = "/a/b";
        string copy = new("/a/b".ToCharArray());
        Allocations.Of(() => closed.With(new(Method.Put, Outcome.Failed, true)).Inc()).ShouldBe(0);
        Allocations.Of(() => text.With(new(handler, "200")).Inc()).ShouldBe(0);
        Allocations.Of(() => text.With(new(copy, null)).Inc()).ShouldBe(0);
        Allocations.Of(() => mixed.With(new(Outcome.Ok, copy, false, handler)).Inc()).ShouldBe(0);
        Allocations.Of(() => histogram.With(new(Outcome.Ok, copy, false, handler)).Observe(0.3)).ShouldBe(0);
        Allocations.Of(() => eight.With(new("a", "b", "c", "d", "e", "f", "g", "h")).Inc()).ShouldBe(0);
    }

    [Fact]
    public void With_PlainStringsOfAnExistingSeries_AllocatesNothing()
    {
        var three = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("a"), new("b"), new("c")] });
        var one = _registry.HistogramFamily(new HistogramDefinition("h", "Help.") { Labels = [new("a")] });
        string copy = new("value".ToCharArray());
        string[] array = ["x", "y", "z"];
        Allocations.Of(() => three.With("x", "y", copy).Inc()).ShouldBe(0);
        Allocations.Of(() => three.With("x", null!, "").Inc()).ShouldBe(0);
        Allocations.Of(() => three.With(array).Inc()).ShouldBe(0);
        Allocations.Of(() => one.With(copy).Observe(1)).ShouldBe(0);
    }

    private readonly record struct Closed(Method Method, Outcome Outcome, bool IsCached);

    private readonly record struct Text(string Handler, string? Code);

    private readonly record struct Mixed(Outcome Outcome, string Handler, bool IsCached, string Other);

    private readonly record struct Eight(string A, string B, string C, string D, string E, string F, string G, string H);
}
