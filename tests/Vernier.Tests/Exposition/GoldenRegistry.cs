using Vernier.Testing;

namespace Vernier.Tests.Exposition;

/// <summary>A registry with each type of metric and each special case of the formats.</summary>
internal static class GoldenRegistry
{
    private enum Circuit
    {
        Closed,
        [LabelValue("half-open")]
        HalfOpen,
        Open,
    }

    public static MetricRegistry Make()
    {
        var time = new ManualTime();
        var registry = new MetricRegistry(new MetricRegistryOptions
        {
            SelfMetrics = false,
            TimeProvider = time,
            ConstantLabels = [new("region", "eu-1"), new("empty", "")],
        });
        Counters(registry, time);
        Gauges(registry);
        time.Advance(TimeSpan.FromMilliseconds(1_500));
        Histograms(registry);
        Summaries(registry);
        Others(registry);
        return registry;
    }

    private static void Counters(MetricRegistry registry, ManualTime time)
    {
        var orders = registry.Counter(new CounterDefinition<Order>("shop_orders_total", "Orders placed.") { ConstantLabels = [new("shop", "main")] });
        orders.With(new(Circuit.HalfOpen, "DE", true)).Inc();
        time.Advance(TimeSpan.FromSeconds(60));
        orders.With(new(Circuit.Closed, "", false)).Inc(12.5, new Exemplar(new("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"), new("span_id", "00f067aa0ba902b7")));
        registry.Counter("shop_visits", "A counter whose name does not end in _total.").Inc(3, new Exemplar());
        registry.Counter(new CounterDefinition("shop_sent_bytes_total", "A counter with a unit.") { Unit = "bytes" }).Inc(1L << 40);
        registry.Counter<Order>("shop_unused_total", "A family without series is left out.");
        registry.CounterFamily(new CounterDefinition("shop_escaped_total", "A \"help\" with a \\ and\ntwo lines.") { Labels = [new("value"), new("other")] })
            .With("a \"value\" with a \\ and\ntwo lines", "half a pair: \ud83d.").Inc();
    }

    private static void Gauges(MetricRegistry registry)
    {
        var values = registry.GaugeFamily(new GaugeDefinition("shop_values", "Numbers of every kind.") { Labels = [new("kind")] });
        (string Kind, double Value)[] all =
        [
            ("nan", double.NaN), ("infinite", double.PositiveInfinity), ("negative infinite", double.NegativeInfinity), ("fraction", 0.1), ("negative", -17),
            ("large", 1e15), ("larger", 1.5e300), ("small", 1.25e-9),
        ];
        foreach ((var kind, var value) in all)
            values.With(kind).Set(value);
        registry.Gauge(new GaugeDefinition("shop_temperature_celsius", "") { Unit = "celsius" }).Set(21.5);
        registry.Gauge(new GaugeDefinition("shop_speed", "A unit that the name does not end in.") { Unit = "meters_per_second" }).Set(3);
    }

    private static void Histograms(MetricRegistry registry)
    {
        var duration = registry.HistogramFamily(new HistogramDefinition("shop_duration_seconds", "Durations.")
        {
            Unit = "seconds",
            Labels = [new("handler")],
            Buckets = [0.00001, 0.005, 0.25, 1, 10, 1_000_000],
        });
        foreach (var value in new[] { 0.001, 0.25, 0.3, 5, 2_000_000 })
            duration.With("/a").Observe(value);
        duration.With("/a").Observe(0.4, new Exemplar(KeyValuePair.Create("order", "é\"")));
        duration.With("/a").Observe(3_000_000, new Exemplar(KeyValuePair.Create("order", "2")));
        duration.With("");
        var difference = registry.Histogram(new HistogramDefinition("shop_difference", "Bounds below zero.") { Buckets = [-1.5, 0, 1.5] });
        difference.Observe(-2);
        difference.Observe(0.5);
    }

    private static void Summaries(MetricRegistry registry)
    {
        var size = registry.SummaryFamily(new SummaryDefinition("shop_size_bytes", "Sizes.") { Unit = "bytes", Labels = [new("type")], Quantiles = [0, 0.5, 0.999, 1] });
        for (var i = 0; i <= 10; i++)
            size.With("page").Observe(i);
        size.With("nothing observed");
        registry.Summary(new SummaryDefinition("shop_plain_summary", "No quantiles.") { Quantiles = [] }).Observe(2.5);
    }

    private static void Others(MetricRegistry registry)
    {
        registry.Info(new InfoDefinition<Build>("shop_build_info", "What runs.")).Set(new("1.2.3", "abc"));
        registry.Info(new InfoDefinition<Build>("shop_target", "An info metric whose name does not end in _info.")).Set(new("1", null));
        registry.StateSet(new StateSetDefinition<Circuit>("shop_circuit", "The state of the circuit breaker.")).Set(Circuit.HalfOpen);
        var features = registry.StateSetFamily(new StateSetDefinition("shop_features", "Features.") { States = ["a", "b\"\\"], Labels = [new("tenant")] });
        features.With("x").Set("a", true);
        features.With("x").Set("b\"\\", true);
        features.With("y");
    }

    private readonly record struct Order(Circuit Circuit, string Country, bool IsNew);

    private readonly record struct Build(string Version, string? Revision);
}
