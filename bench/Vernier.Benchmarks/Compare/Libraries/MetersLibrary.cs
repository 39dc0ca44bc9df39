using System.Diagnostics.Metrics;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Libraries;

/// <summary>
/// System.Diagnostics.Metrics with a listener that only adds to a field, whatever the tags: the minimum cost of every library that is
/// based on it, including OpenTelemetry.
/// </summary>
internal sealed class MetersLibrary : Library
{
    private readonly Meter _meter = new("Vernier.Benchmarks.Meters");
    private readonly MeterListener _listener = new();

    public MetersLibrary()
        : base(LibraryKind.Meters)
    {
        var cell = new Cell();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == _meter)
                listener.EnableMeasurementEvents(instrument, cell);
        };
        _listener.SetMeasurementEventCallback<double>(static (_, value, _, state) => ((Cell)state!).Padded.Value += value);
        _listener.Start();
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
        var histogram = _meter.CreateHistogram<double>("duration");
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

    public override void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }
}
