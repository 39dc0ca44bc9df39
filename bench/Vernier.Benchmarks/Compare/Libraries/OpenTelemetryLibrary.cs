using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Libraries;

/// <summary>The metrics SDK of OpenTelemetry, with instruments of doubles. It has no child objects: each call passes the tags.</summary>
internal sealed class OpenTelemetryLibrary : Library
{
    private const string MeterName = "Vernier.Benchmarks.OpenTelemetry";
    private const string HistogramName = "duration";
    private const string CreatedName = "created";

    private readonly Meter _meter = new(MeterName);
    private readonly MeterProvider _provider;

    public OpenTelemetryLibrary()
        : base(LibraryKind.OpenTelemetry)
    {
        // Prometheus has no minimum and maximum: they are disabled, so that all libraries record the same data.
        var buckets = new ExplicitBucketHistogramConfiguration { Boundaries = ObservedValues.Bounds, RecordMinMax = false };
        _provider = Sdk.CreateMeterProviderBuilder().AddMeter(MeterName).AddView(HistogramName, buckets).AddReader(new IdleReader()).Build();
    }

    public override Action<int> Inc()
    {
        var counter = _meter.CreateCounter<double>("requests");
        return count =>
        {
            var local = counter;
            for (var i = 0; i < count; i++)
                local.Add(1);
        };
    }

    public override Action<int> IncByStrings(LookUp lookUp)
    {
        var counter = _meter.CreateCounter<double>("requests");
        foreach ((var tenant, var route, var method) in lookUp.Existing)
            counter.Add(1, new("tenant", tenant), new("route", route), new("method", method));
        return count =>
        {
            var local = counter;
            (var tenant, var route, var method) = lookUp.Wanted;
            for (var i = 0; i < count; i++)
                local.Add(1, new("tenant", tenant), new("route", route), new("method", method));
        };
    }

    public override Action<int> IncByEnums(OrderLabels labels)
    {
        var counter = _meter.CreateCounter<double>("orders");
        // As strings: an enum would be boxed with each call.
        var texts = (labels.Payment.ToString(), labels.Outcome.ToString());
        return count =>
        {
            var local = counter;
            (var payment, var outcome) = texts;
            for (var i = 0; i < count; i++)
                local.Add(1, new("payment", payment), new("outcome", outcome));
        };
    }

    public override Action<int> Observe(double[] values)
    {
        var histogram = _meter.CreateHistogram<double>(HistogramName);
        return count =>
        {
            var local = histogram;
            var observed = values;
            for (var i = 0; i < count; i++)
                local.Record(observed[i & (observed.Length - 1)]);
        };
    }

    public override Action<int> Set()
    {
        var gauge = _meter.CreateGauge<double>("temperature");
        return count =>
        {
            var local = gauge;
            for (var i = 0; i < count; i++)
                local.Record(i);
        };
    }

    public override Action<int> Create(RequestLabels[] counters)
    {
        // One more for the overflow series.
        var unlimited = new MetricStreamConfiguration { CardinalityLimit = counters.Length + 1 };
        return count =>
        {
            for (var i = 0; i < count; i++)
            {
                using var meter = new Meter(MeterName + "." + CreatedName);
                using var provider = Sdk.CreateMeterProviderBuilder()
                    .AddMeter(meter.Name).AddView(CreatedName, unlimited).AddReader(new IdleReader()).Build();
                var counter = meter.CreateCounter<double>(CreatedName);
                foreach ((var tenant, var route, var method) in counters)
                    counter.Add(1, new("tenant", tenant), new("route", route), new("method", method));
            }
        };
    }

    public override void Dispose()
    {
        _provider.Dispose();
        _meter.Dispose();
    }
}
