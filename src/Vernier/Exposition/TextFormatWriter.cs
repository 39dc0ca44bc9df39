using Vernier.Families;

namespace Vernier.Exposition;

/// <summary>What the two text formats have in common: a sample is a line <c>name{labels} value</c>.</summary>
internal abstract class TextFormatWriter(SegmentWriter output) : IFamilyVisitor
{
    /// <summary>The family that is being written.</summary>
    protected FamilyText Text { get; private set; } = null!;

    protected SegmentWriter Output => output;

    public virtual void BeginFamily(MetricFamily family) => Text = FamilyText.Of(family);

    public virtual void Counter(Series series, double value, Exemplar? exemplar) => Sample(""u8, series, value, exemplar);

    public void Gauge(Series series, double value) => Sample(""u8, series, value);

    public abstract void Histogram(Series series, in HistogramSnapshot snapshot);

    public virtual void Summary(Series series, in SummarySnapshot snapshot)
    {
        for (int i = 0; i < snapshot.Quantiles.Length; i++)
        {
            Begin(""u8, series, Text.Details[i]);
            output.Write(snapshot.Values[i]);
            output.Write((byte)'\n');
        }
        Sample("_sum"u8, series, snapshot.Sum);
        Sample("_count"u8, series, snapshot.Count);
    }

    public void Info(Series series) => Sample(""u8, series, 1);

    public void StateSet(Series series, in StateSetSnapshot snapshot)
    {
        for (int i = 0; i < snapshot.States.Count; i++)
        {
            Begin(""u8, series, Text.Details[i]);
            output.Write(snapshot.IsOn(i) ? "1\n"u8 : "0\n"u8);
        }
    }

    public virtual void EndFamily(MetricFamily family)
    {
    }

    /// <summary>Writes what stands after the last family.</summary>
    public virtual void End()
    {
    }

    protected void Buckets(Series series, in HistogramSnapshot snapshot)
    {
        long cumulative = 0;
        for (int i = 0; i < snapshot.Counts.Length; i++)
        {
            cumulative += snapshot.Counts[i];
            Begin("_bucket"u8, series, Text.Details[i]);
            output.Write(cumulative);
            if (snapshot.Exemplars.Length > 0 && snapshot.Exemplars[i] is { } exemplar)
                WriteExemplar(exemplar);
            output.Write((byte)'\n');
        }
    }

    protected void Sample(ReadOnlySpan<byte> suffix, Series series, double value, Exemplar? exemplar = null)
    {
        Begin(suffix, series, default);
        output.Write(value);
        if (exemplar is not null)
            WriteExemplar(exemplar);
        output.Write((byte)'\n');
    }

    protected void Created(SegmentWriter to, Series series)
    {
        to.Write(Text.CreatedName);
        Labels(to, series, default);
        to.Write(series.Created);
        to.Write((byte)'\n');
    }

    /// <summary>Writes an exemplar behind a value, where the format has them.</summary>
    protected virtual void WriteExemplar(Exemplar exemplar)
    {
    }

    private static void Labels(SegmentWriter to, Series series, ReadOnlySpan<byte> detail)
    {
        ReadOnlySpan<byte> labels = series.LabelText;
        if (labels.IsEmpty && detail.IsEmpty)
        {
            to.Write((byte)' ');
            return;
        }
        to.Write((byte)'{');
        to.Write(labels);
        if (!labels.IsEmpty && !detail.IsEmpty)
            to.Write((byte)',');
        to.Write(detail);
        to.Write("} "u8);
    }

    private void Begin(ReadOnlySpan<byte> suffix, Series series, ReadOnlySpan<byte> detail)
    {
        output.Write(Text.Name);
        output.Write(suffix);
        Labels(output, series, detail);
    }
}
