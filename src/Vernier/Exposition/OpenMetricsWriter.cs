using Vernier.Families;

namespace Vernier.Exposition;

/// <summary>Writes OpenMetrics 1.0.0 text (specification: "Text format").</summary>
internal sealed class OpenMetricsWriter(SegmentWriter output, bool created) : TextFormatWriter(output)
{
    public override void BeginFamily(MetricFamily family)
    {
        base.BeginFamily(family);
        Output.Write(Text.OpenMetricsHeader);
    }

    public override void Counter(Series series, double value, Exemplar? exemplar)
    {
        var labels = LabelsOf(series);
        Sample(Text.Own, labels, value, Text.IsOpenMetricsCounter ? exemplar : null);
        if (Text.IsOpenMetricsCounter)
            WriteCreated(series, labels);
    }

    public override void Histogram(Series series, in HistogramSnapshot snapshot)
    {
        var labels = LabelsOf(series);
        Buckets(labels, in snapshot);

        // A sum must not be negative or NaN, and must be absent if a bound is negative; the count is present exactly if the sum is ("Histogram").
        if (snapshot.Bounds is [] or [>= 0, ..] && snapshot.Sum >= 0)
        {
            Sample(Text.Sum, labels, snapshot.Sum);
            Sample(Text.Count, labels, snapshot.Count);
        }
        WriteCreated(series, labels);
    }

    public override void Summary(Series series, in SummarySnapshot snapshot)
    {
        var labels = LabelsOf(series);

        // Neither the values of quantiles nor the sum may be negative, nor may the sum be NaN ("Summary"). A quantile without observations is NaN.
        for (var i = 0; i < snapshot.Quantiles.Length; i++)
        {
            if (!(snapshot.Values[i] < 0))
                Quantile(labels, in snapshot, i);
        }
        if (snapshot.Sum >= 0)
            Sample(Text.Sum, labels, snapshot.Sum);
        Sample(Text.Count, labels, snapshot.Count);
        WriteCreated(series, labels);
    }

    public override void EndCollection() => Output.Write("# EOF\n"u8);

    protected override void WriteExemplar(Exemplar exemplar)
    {
        Output.Write(" # {"u8);
        Output.Write(LabelText.Encode(exemplar.Labels));
        Output.Write("} "u8);
        Output.Write(exemplar.Value);
        Output.Write((byte)' ');
        Output.Write(exemplar.Timestamp);
    }

    private void WriteCreated(Series series, ReadOnlySpan<byte> labels)
    {
        if (created && series.StartTime is { } start)
            Created(Output, labels, start);
    }
}
