using Vernier.Benchmarks.Compare.Workload;
using Vernier.Definitions;
using Vernier.Exposition;
using Vernier.Instruments;
using Vernier.Registry;

namespace Vernier.Benchmarks.Compare.Contestants;

/// <summary>Vernier, as its users call it.</summary>
internal sealed class VernierLibrary() : Library(Contestant.Vernier)
{
    private static readonly CounterDefinition<RequestLabels> Requests = new("compare_requests_total", "Requests.");
    private static readonly CounterDefinition<OrderLabels> Orders = new("compare_orders_total", "Orders.");
    private static readonly HistogramDefinition<RouteLabels> Durations = new("compare_duration_seconds", "Durations.") { Buckets = ObservedValues.Bounds };
    private static readonly SummaryDefinition<RouteLabels> Latencies = new("compare_latency_seconds", "Latencies.") { Quantiles = ObservedValues.Quantiles };
    private static readonly GaugeDefinition<RouteLabels> Temperature = new("compare_temperature_celsius", "Temperature.");

    private static readonly RouteLabels Route = LabelData.RoutesOf(1)[0];

    /// <summary>A registry without limits, and with nothing in it that it was not asked for.</summary>
    public MetricRegistry Registry { get; } = NewRegistry();

    public override Action<int> Inc()
    {
        Counter counter = Registry.Counter(Orders).With(new(PaymentMethod.Card, OrderOutcome.Placed));
        return count =>
        {
            Counter held = counter;
            for (int i = 0; i < count; i++)
                held.Inc();
        };
    }

    public override Action<int> IncByStrings(LookUp lookUp)
    {
        Counter<RequestLabels> family = Registry.Counter(Requests);
        foreach (RequestLabels existing in lookUp.Existing)
            family.With(existing).Inc();
        return count =>
        {
            Counter<RequestLabels> held = family;
            (string tenant, string route, string method) = lookUp.Wanted;
            for (int i = 0; i < count; i++)
                held.With(new(tenant, route, method)).Inc();
        };
    }

    public override Action<int> IncByEnums(OrderLabels labels)
    {
        Counter<OrderLabels> family = Registry.Counter(Orders);
        return count =>
        {
            Counter<OrderLabels> held = family;
            (PaymentMethod payment, OrderOutcome outcome) = labels;
            for (int i = 0; i < count; i++)
                held.With(new(payment, outcome)).Inc();
        };
    }

    public override Action<int> Observe(double[] values)
    {
        Histogram histogram = Registry.Histogram(Durations).With(Route);
        return count =>
        {
            Histogram held = histogram;
            double[] observed = values;
            for (int i = 0; i < count; i++)
                held.Observe(observed[i & (observed.Length - 1)]);
        };
    }

    public override Action<int> ObserveSummary(double[] values)
    {
        Summary summary = Registry.Summary(Latencies).With(Route);
        return count =>
        {
            Summary held = summary;
            double[] observed = values;
            for (int i = 0; i < count; i++)
                held.Observe(observed[i & (observed.Length - 1)]);
        };
    }

    public override Action<int> Set()
    {
        Gauge gauge = Registry.Gauge(Temperature).With(Route);
        return count =>
        {
            Gauge held = gauge;
            for (int i = 0; i < count; i++)
                held.Set(i);
        };
    }

    public override Action<int> Create(RequestLabels[] counters) => count =>
    {
        for (int i = 0; i < count; i++)
        {
            Counter<RequestLabels> family = NewRegistry().Counter(Requests);
            foreach (RequestLabels labels in counters)
                family.With(labels);
        }
    };

    public override Action<int> Scrape(Population population, bool openMetrics)
    {
        Fill(population);
        var exposer = new Exposer(Registry);
        ExpositionFormat format = openMetrics ? ExpositionFormat.OpenMetrics : ExpositionFormat.PrometheusText;
        CheckLines(population, exposer, format);
        return count =>
        {
            for (int i = 0; i < count; i++)
                exposer.Render(format).Dispose();
        };
    }

    /// <summary>Makes the series and records values to them.</summary>
    public void Fill(Population population)
    {
        Counter<RequestLabels> counters = Registry.Counter(Requests);
        foreach ((int i, RequestLabels labels) in population.Counters.Index())
            counters.With(labels).Inc(Population.ValueOf(i));

        Histogram<RouteLabels> histograms = Registry.Histogram(Durations);
        foreach ((int i, RouteLabels labels) in population.Histograms.Index())
        {
            Histogram histogram = histograms.With(labels);
            foreach (double value in Population.ObservedBy(i))
                histogram.Observe(value);
        }
    }

    private static MetricRegistry NewRegistry() => new(new MetricRegistryOptions { MaxSeriesPerFamily = 0, SelfMetrics = false });

    // A scrape that left something out would be quick.
    private static void CheckLines(Population population, Exposer exposer, ExpositionFormat format)
    {
        using RenderedMetrics rendered = exposer.Render(format);
        int lines = SampleLines.Count(rendered.Content);
        if (lines != population.Lines)
            throw new InvalidOperationException($"The scrape has {lines} samples, not {population.Lines}.");
    }
}
