using Vernier.Families;

namespace Vernier.Exposition;

/// <summary>
/// Writes the Prometheus text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). Creation times, when wanted, are families of
/// their own behind the one they belong to; exemplars do not exist in it.
/// </summary>
internal sealed class PrometheusTextWriter(SegmentWriter output, bool created) : TextFormatWriter(output)
{
    private SegmentWriter? _created;

    public override void BeginFamily(MetricFamily family)
    {
        base.BeginFamily(family);
        Output.Write(Text.PrometheusHeader);
    }

    public override void Counter(Series series, double value, Exemplar? exemplar)
    {
        base.Counter(series, value, exemplar);
        if (Text.IsOpenMetricsCounter)
            Remember(series);
    }

    public override void Histogram(Series series, in HistogramSnapshot snapshot)
    {
        Buckets(series, in snapshot);
        Sample(Text.Sum, series, snapshot.Sum);
        Sample(Text.Count, series, snapshot.Count);
        Remember(series);
    }

    public override void Summary(Series series, in SummarySnapshot snapshot)
    {
        for (var i = 0; i < snapshot.Quantiles.Length; i++)
            Quantile(series, in snapshot, i);
        Sample(Text.Sum, series, snapshot.Sum);
        Sample(Text.Count, series, snapshot.Count);
        Remember(series);
    }

    public override void EndFamily(MetricFamily family)
    {
        if (_created is null)
            return;
        Output.Write(Text.CreatedHeader);
        Output.Write(_created);
        _created.Dispose();
        _created = null;
    }

    private void Remember(Series series)
    {
        if (created && series.BeganAtZero)
            Created(_created ??= new SegmentWriter(), series);
    }
}
