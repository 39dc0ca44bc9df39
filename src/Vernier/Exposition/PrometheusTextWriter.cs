using Vernier.Families;

namespace Vernier.Exposition;

/// <summary>
/// Writes the Prometheus text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). It has no exemplars; creation times, if
/// enabled, are a separate family after the one they belong to.
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
        var labels = LabelsOf(series);
        Sample(Text.Own, labels, value);
        if (created && Text.IsOpenMetricsCounter)
            AddCreated(series, labels);
    }

    public override void Histogram(Series series, in HistogramSnapshot snapshot)
    {
        var labels = LabelsOf(series);
        Buckets(labels, in snapshot);
        Sample(Text.Sum, labels, snapshot.Sum);
        Sample(Text.Count, labels, snapshot.Count);
        AddCreated(series, labels);
    }

    public override void Summary(Series series, in SummarySnapshot snapshot)
    {
        var labels = LabelsOf(series);
        for (var i = 0; i < snapshot.Quantiles.Length; i++)
            Quantile(labels, in snapshot, i);
        Sample(Text.Sum, labels, snapshot.Sum);
        Sample(Text.Count, labels, snapshot.Count);
        AddCreated(series, labels);
    }

    public override void EndFamily(MetricFamily family)
    {
        base.EndFamily(family);
        if (_created is null)
            return;
        Output.Write(Text.CreatedHeader);
        Output.Write(_created);
        _created.Dispose();
        _created = null;
    }

    private void AddCreated(Series series, ReadOnlySpan<byte> labels)
    {
        if (created && series.StartTime is { } start)
            Created(_created ??= new SegmentWriter(Output.Pool), labels, start);
    }
}
