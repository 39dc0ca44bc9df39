using Vernier.Families;

namespace Vernier.Exposition;

/// <summary>Writes OpenMetrics 1.0.0 text (the OpenMetrics specification, "Text format").</summary>
internal sealed class OpenMetricsWriter(SegmentWriter output, bool created) : TextFormatWriter(output)
{
    public override void BeginFamily(MetricFamily family)
    {
        base.BeginFamily(family);
        Output.Write(Text.OpenMetricsHeader);
    }

    public override void Counter(Series series, double value, Exemplar? exemplar)
    {
        base.Counter(series, value, Text.IsOpenMetricsCounter ? exemplar : null);
        if (Text.IsOpenMetricsCounter)
            WriteCreated(series);
    }

    public override void Histogram(Series series, in HistogramSnapshot snapshot)
    {
        Buckets(series, in snapshot);

        // With negative bounds the sum is no counter and must not be there, nor may it be negative or NaN; the count is there if the sum is ("Histogram").
        if (snapshot.Bounds[0] >= 0 && snapshot.Sum >= 0)
        {
            Sample(Text.Sum, series, snapshot.Sum);
            Sample(Text.Count, series, snapshot.Count);
        }
        WriteCreated(series);
    }

    public override void Summary(Series series, in SummarySnapshot snapshot)
    {
        // Neither the values of quantiles nor the sum may be negative, nor may the sum be NaN ("Summary"). A quantile is NaN when nothing was observed.
        for (var i = 0; i < snapshot.Quantiles.Length; i++)
        {
            if (!(snapshot.Values[i] < 0))
                Quantile(series, in snapshot, i);
        }
        if (snapshot.Sum >= 0)
            Sample(Text.Sum, series, snapshot.Sum);
        Sample(Text.Count, series, snapshot.Count);
        WriteCreated(series);
    }

    public override void EndCollection() => Output.Write("# EOF\n"u8);

    protected override void WriteExemplar(Exemplar exemplar)
    {
        Output.Write(" # {"u8);
        Output.Write(LabelText.Encode(exemplar.Labels, [], []));
        Output.Write("} "u8);
        Output.Write(exemplar.Value);
        Output.Write((byte)' ');
        Output.Write(exemplar.Timestamp);
    }

    private void WriteCreated(Series series)
    {
        if (created && series.BeganAtZero)
            Created(Output, series);
    }
}
