#if PROMETHEUS_NET
using Prometheus;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Libraries;

/// <summary>prometheus-net, as its documentation shows it. Built with <c>-p:PrometheusNet=true</c> where the package can be restored.</summary>
internal sealed class PrometheusNetLibrary() : Library(LibraryKind.PrometheusNet)
{
    // How far a quantile's rank may be off, as in its documentation.
    private const double Epsilon = 0.01;

    private static readonly string[] RequestNames = ["tenant", "route", "method"];
    private static readonly string[] RouteNames = ["tenant", "route"];
    private static readonly HistogramConfiguration Buckets = new() { Buckets = ObservedValues.Bounds };

    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();

    private MetricFactory Factory => Metrics.WithCustomRegistry(_registry);

    public override Action<int> Inc()
    {
        Counter.Child counter = Factory.CreateCounter("compare_orders_total", "Orders.", ["payment", "outcome"]).WithLabels("Card", "Placed");
        return count =>
        {
            Counter.Child local = counter;
            for (int i = 0; i < count; i++)
                local.Inc();
        };
    }

    public override Action<int> IncByStrings(LookUp lookUp)
    {
        Counter family = Factory.CreateCounter("compare_requests_total", "Requests.", RequestNames);
        foreach ((string tenant, string route, string method) in lookUp.Existing)
            family.WithLabels(tenant, route, method).Inc();
        return count =>
        {
            Counter local = family;
            (string tenant, string route, string method) = lookUp.Wanted;
            for (int i = 0; i < count; i++)
                local.WithLabels(tenant, route, method).Inc();
        };
    }

    public override Action<int> IncByEnums(OrderLabels labels)
    {
        Counter family = Factory.CreateCounter("compare_orders_total", "Orders.", ["payment", "outcome"]);
        (string, string) texts = (labels.Payment.ToString(), labels.Outcome.ToString());
        return count =>
        {
            Counter local = family;
            (string payment, string outcome) = texts;
            for (int i = 0; i < count; i++)
                local.WithLabels(payment, outcome).Inc();
        };
    }

    public override Action<int> Observe(double[] values)
    {
        Histogram.Child histogram = Factory.CreateHistogram("compare_duration_seconds", "Durations.", RouteNames, Buckets).WithLabels("tenant-0000", "/");
        return count =>
        {
            Histogram.Child local = histogram;
            double[] observed = values;
            for (int i = 0; i < count; i++)
                local.Observe(observed[i & (observed.Length - 1)]);
        };
    }

    public override Action<int> ObserveSummary(double[] values)
    {
        var objectives = new SummaryConfiguration { Objectives = [.. ObservedValues.Quantiles.Select(q => new QuantileEpsilonPair(q, Epsilon))] };
        Summary.Child summary = Factory.CreateSummary("compare_latency_seconds", "Latencies.", RouteNames, objectives).WithLabels("tenant-0000", "/");
        return count =>
        {
            Summary.Child local = summary;
            double[] observed = values;
            for (int i = 0; i < count; i++)
                local.Observe(observed[i & (observed.Length - 1)]);
        };
    }

    public override Action<int> Set()
    {
        Gauge.Child gauge = Factory.CreateGauge("compare_temperature_celsius", "Temperature.", RouteNames).WithLabels("tenant-0000", "/");
        return count =>
        {
            Gauge.Child local = gauge;
            for (int i = 0; i < count; i++)
                local.Set(i);
        };
    }

    public override Action<int> Create(RequestLabels[] counters) => count =>
    {
        for (int i = 0; i < count; i++)
        {
            Counter family = Metrics.WithCustomRegistry(Metrics.NewCustomRegistry()).CreateCounter("compare_requests_total", "Requests.", RequestNames);
            foreach ((string tenant, string route, string method) in counters)
                family.WithLabels(tenant, route, method);
        }
    };

    public override Action<int> Scrape(Population population, bool openMetrics)
    {
        Counter counters = Factory.CreateCounter("compare_requests_total", "Requests.", RequestNames);
        foreach ((int i, RequestLabels labels) in population.Counters.Index())
            counters.WithLabels(labels.Tenant, labels.Route, labels.Method).Inc(Population.ValueOf(i));

        Histogram histograms = Factory.CreateHistogram("compare_duration_seconds", "Durations.", RouteNames, Buckets);
        foreach ((int i, RouteLabels labels) in population.Histograms.Index())
        {
            Histogram.Child histogram = histograms.WithLabels(labels.Tenant, labels.Route);
            foreach (double value in Population.ObservedBy(i))
                histogram.Observe(value);
        }

        ExpositionFormat format = openMetrics ? ExpositionFormat.OpenMetricsText : ExpositionFormat.PrometheusText;
        return count =>
        {
            for (int i = 0; i < count; i++)
                _registry.CollectAndExportAsTextAsync(Stream.Null, format).GetAwaiter().GetResult();
        };
    }
}
#endif
