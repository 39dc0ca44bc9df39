using Vernier.Benchmarks.Compare.Workload;
using Vernier.Exposition;

namespace Vernier.Benchmarks.Compare.Libraries;

/// <summary>Vernier, as its users call it.</summary>
internal sealed partial class VernierLibrary() : Library(LibraryKind.Vernier)
{
    private static readonly CounterDefinition<RequestLabels> Requests = new("compare_requests_total", "Requests.");
    private static readonly CounterDefinition<OrderLabels> Orders = new("compare_orders_total", "Orders.");
    private static readonly HistogramDefinition<RouteLabels> Durations = new("compare_duration_seconds", "Durations.") { Buckets = ObservedValues.Bounds };
    private static readonly SummaryDefinition<RouteLabels> Latencies = new("compare_latency_seconds", "Latencies.") { Quantiles = ObservedValues.Quantiles };
    private static readonly GaugeDefinition<RouteLabels> Temperature = new("compare_temperature_celsius", "Temperature.");

    private static readonly RouteLabels Route = LabelData.RoutesOf(1)[0];

    /// <summary>A registry without limits and without self-metrics.</summary>
    public MetricRegistry Registry { get; } = NewRegistry();

    public override Action<int> Inc()
    {
        var counter = Registry.Counter(Orders).With(new(PaymentMethod.Card, OrderOutcome.Placed));
        return count =>
        {
            var local = counter;
            for (var i = 0; i < count; i++)
                local.Inc();
        };
    }

    public override Action<int> IncByStrings(LookUp lookUp)
    {
        var family = Registry.Counter(Requests);
        foreach (var existing in lookUp.Existing)
            family.With(existing).Inc();
        return count =>
        {
            var local = family;
            (var tenant, var route, var method) = lookUp.Wanted;
            for (var i = 0; i < count; i++)
                local.With(new(tenant, route, method)).Inc();
        };
    }

    public override Action<int> IncByEnums(OrderLabels labels)
    {
        var family = Registry.Counter(Orders);
        return count =>
        {
            var local = family;
            (var payment, var outcome) = labels;
            for (var i = 0; i < count; i++)
                local.With(new(payment, outcome)).Inc();
        };
    }

    public override Action<int> Observe(double[] values)
    {
        var histogram = Registry.Histogram(Durations).With(Route);
        return count =>
        {
            var local = histogram;
            var observed = values;
            for (var i = 0; i < count; i++)
                local.Observe(observed[i & (observed.Length - 1)]);
        };
    }

    public override Action<int> ObserveSummary(double[] values)
    {
        var summary = Registry.Summary(Latencies).With(Route);
        return count =>
        {
            var local = summary;
            var observed = values;
            for (var i = 0; i < count; i++)
                local.Observe(observed[i & (observed.Length - 1)]);
        };
    }

    public override Action<int> IncWithExemplars(Trace trace)
    {
        var counter = Registry.Counter(Orders with { Exemplars = true }).With(new(PaymentMethod.Card, OrderOutcome.Placed));
        Action<int> loop = count =>
        {
            var local = counter;
            for (var i = 0; i < count; i++)
                local.Inc();
        };
        return loop.Within(trace);
    }

    public override Action<int> ObserveWithExemplars(double[] values, Trace trace)
    {
        var histogram = Registry.Histogram(Durations with { Exemplars = true }).With(Route);
        Action<int> loop = count =>
        {
            var local = histogram;
            var observed = values;
            for (var i = 0; i < count; i++)
                local.Observe(observed[i & (observed.Length - 1)]);
        };
        return loop.Within(trace);
    }

    public override Action<int> Set()
    {
        var gauge = Registry.Gauge(Temperature).With(Route);
        return count =>
        {
            var local = gauge;
            for (var i = 0; i < count; i++)
                local.Set(i);
        };
    }

    public override Action<int> Create(RequestLabels[] counters) => count =>
    {
        for (var i = 0; i < count; i++)
        {
            var family = NewRegistry().Counter(Requests);
            foreach (var labels in counters)
                family.With(labels);
        }
    };

    public override Action IncEach(RequestLabels[] counters)
    {
        var family = Registry.Counter(Requests);
        Counter[] held = [.. counters.Select(labels => family.With(labels))];
        return () =>
        {
            foreach (var counter in held)
                counter.Inc();
        };
    }

    public override Action Scrape()
    {
        var renderer = new MetricsRenderer(Registry);
        return () => renderer.Render(ExpositionFormat.PrometheusText).Dispose();
    }

    public override Action<int> Scrape(Population population, bool openMetrics)
    {
        Fill(population);
        var renderer = new MetricsRenderer(Registry);
        var format = openMetrics ? ExpositionFormat.OpenMetrics : ExpositionFormat.PrometheusText;
        CheckLines(population.Lines, renderer, format);
        return count =>
        {
            for (var i = 0; i < count; i++)
                renderer.Render(format).Dispose();
        };
    }

    /// <summary>Creates the series and records values.</summary>
    public void Fill(Population population)
    {
        var counters = Registry.Counter(Requests);
        foreach ((var i, var labels) in population.Counters.Index())
            counters.With(labels).Inc(Population.ValueOf(i));

        var histograms = Registry.Histogram(Durations);
        foreach ((var i, var labels) in population.Histograms.Index())
        {
            var histogram = histograms.With(labels);
            foreach (var value in Population.ObservedBy(i))
                histogram.Observe(value);
        }
    }

    private static MetricRegistry NewRegistry() => new(new MetricRegistryOptions { MaxSeriesPerFamily = 0, SelfMetrics = false });

    // An incomplete scrape would look fast.
    private static void CheckLines(int expected, MetricsRenderer renderer, ExpositionFormat format)
    {
        using var rendered = renderer.Render(format);
        var lines = SampleLines.Count(rendered.Content);
        if (lines != expected)
            throw new InvalidOperationException($"The scrape has {lines} samples instead of {expected}.");
    }
}
