#if PROMETHEUS_NET
using Prometheus;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Libraries;

/// <summary>prometheus-net, as its documentation shows it. Built with <c>-p:PrometheusNet=true</c> where the package can be restored.</summary>
internal sealed partial class PrometheusNetLibrary() : Library(LibraryKind.PrometheusNet)
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
        var counter = Factory.CreateCounter("compare_orders_total", "Orders.", ["payment", "outcome"]).WithLabels("Card", "Placed");
        return count =>
        {
            var local = counter;
            for (var i = 0; i < count; i++)
                local.Inc();
        };
    }

    public override Action<int> IncByStrings(LookUp lookUp)
    {
        var family = Factory.CreateCounter("compare_requests_total", "Requests.", RequestNames);
        foreach ((var tenant, var route, var method) in lookUp.Existing)
            family.WithLabels(tenant, route, method).Inc();
        return count =>
        {
            var local = family;
            (var tenant, var route, var method) = lookUp.Wanted;
            for (var i = 0; i < count; i++)
                local.WithLabels(tenant, route, method).Inc();
        };
    }

    public override Action<int> IncByEnums(OrderLabels labels)
    {
        var family = Factory.CreateCounter("compare_orders_total", "Orders.", ["payment", "outcome"]);
        var texts = (labels.Payment.ToString(), labels.Outcome.ToString());
        return count =>
        {
            var local = family;
            (var payment, var outcome) = texts;
            for (var i = 0; i < count; i++)
                local.WithLabels(payment, outcome).Inc();
        };
    }

    public override Action<int> Observe(double[] values)
    {
        var histogram = Factory.CreateHistogram("compare_duration_seconds", "Durations.", RouteNames, Buckets).WithLabels("tenant-0000", "/");
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
        var objectives = new SummaryConfiguration { Objectives = [.. ObservedValues.Quantiles.Select(q => new QuantileEpsilonPair(q, Epsilon))] };
        var summary = Factory.CreateSummary("compare_latency_seconds", "Latencies.", RouteNames, objectives).WithLabels("tenant-0000", "/");
        return count =>
        {
            var local = summary;
            var observed = values;
            for (var i = 0; i < count; i++)
                local.Observe(observed[i & (observed.Length - 1)]);
        };
    }

    // Its counters and histograms capture exemplars by default.
    public override Action<int> IncWithExemplars(Trace trace) => Inc().Within(trace);

    public override Action<int> ObserveWithExemplars(double[] values, Trace trace) => Observe(values).Within(trace);

    public override Action<int> Set()
    {
        var gauge = Factory.CreateGauge("compare_temperature_celsius", "Temperature.", RouteNames).WithLabels("tenant-0000", "/");
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
            var family = Metrics.WithCustomRegistry(Metrics.NewCustomRegistry()).CreateCounter("compare_requests_total", "Requests.", RequestNames);
            foreach ((var tenant, var route, var method) in counters)
                family.WithLabels(tenant, route, method);
        }
    };

    public override Action IncEach(RequestLabels[] counters)
    {
        var family = Factory.CreateCounter("compare_requests_total", "Requests.", RequestNames);
        Prometheus.Counter.Child[] held = [.. counters.Select(labels => family.WithLabels(labels.Tenant, labels.Route, labels.Method))];
        return () =>
        {
            foreach (var counter in held)
                counter.Inc();
        };
    }

    public override Action Scrape() => () => _registry.CollectAndExportAsTextAsync(Stream.Null).GetAwaiter().GetResult();

    public override Action<int> Scrape(Population population, bool openMetrics)
    {
        var counters = Factory.CreateCounter("compare_requests_total", "Requests.", RequestNames);
        foreach ((var i, var labels) in population.Counters.Index())
            counters.WithLabels(labels.Tenant, labels.Route, labels.Method).Inc(Population.ValueOf(i));

        var histograms = Factory.CreateHistogram("compare_duration_seconds", "Durations.", RouteNames, Buckets);
        foreach ((var i, var labels) in population.Histograms.Index())
        {
            var histogram = histograms.WithLabels(labels.Tenant, labels.Route);
            foreach (var value in Population.ObservedBy(i))
                histogram.Observe(value);
        }

        var format = openMetrics ? Prometheus.ExpositionFormat.OpenMetricsText : Prometheus.ExpositionFormat.PrometheusText;
        return count =>
        {
            for (var i = 0; i < count; i++)
                _registry.CollectAndExportAsTextAsync(Stream.Null, format).GetAwaiter().GetResult();
        };
    }
}
#endif
