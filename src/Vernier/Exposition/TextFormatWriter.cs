using Vernier.Families;

namespace Vernier.Exposition;

/// <summary>What the two text formats have in common: a sample is a line <c>name{labels} value</c>.</summary>
internal abstract class TextFormatWriter(SegmentWriter output) : ICollectionVisitor
{
    /// <summary>The family that is being written.</summary>
    protected FamilyText Text { get; private set; } = null!;

    protected SegmentWriter Output => output;

    public virtual void BeginFamily(MetricFamily family) => Text = FamilyText.Of(family);

    public virtual void Counter(Series series, double value, Exemplar? exemplar) => Sample(Text.Own, series, value, exemplar);

    public void Gauge(Series series, double value) => Sample(Text.Own, series, value);

    public abstract void Histogram(Series series, in HistogramSnapshot snapshot);

    public abstract void Summary(Series series, in SummarySnapshot snapshot);

    public void Info(Series series) => Sample(Text.Own, series, 1);

    public void StateSet(Series series, in StateSetSnapshot snapshot)
    {
        for (var i = 0; i < snapshot.States.Count; i++)
            Sample(Text.Own, series, snapshot.IsOn(i) ? 1 : 0, null, Text.Details[i]);
    }

    public virtual void EndFamily(MetricFamily family)
    {
    }

    public virtual void EndCollection()
    {
    }

    protected void Buckets(Series series, in HistogramSnapshot snapshot)
    {
        long cumulative = 0;
        for (var i = 0; i < snapshot.Counts.Length; i++)
        {
            cumulative += snapshot.Counts[i];
            Sample(Text.Bucket, series, cumulative, snapshot.Exemplars.Length > 0 ? snapshot.Exemplars[i] : null, Text.Details[i]);
        }
    }

    protected void Quantile(Series series, in SummarySnapshot snapshot, int index) =>
        Sample(Text.Own, series, snapshot.Values[index], null, Text.Details[index]);

    /// <summary>Writes a line.</summary>
    /// <param name="sample">How the line begins.</param>
    /// <param name="series">The series, with its labels.</param>
    /// <param name="value">The value.</param>
    /// <param name="exemplar">What the value belongs to; null for nothing.</param>
    /// <param name="detail">One more label, with a comma before it; empty for none.</param>
    protected void Sample(SampleText sample, Series series, double value, Exemplar? exemplar = null, ReadOnlySpan<byte> detail = default)
    {
        Line(output, sample, series, value, detail);
        if (exemplar is not null)
            WriteExemplar(exemplar);
        output.Write((byte)'\n');
    }

    /// <summary>
    /// Writes the line of a creation time, which says when the value was 0: a scraper may add a sample of 0 then. So it is not for series of which
    /// nobody knows it.
    /// </summary>
    protected void Created(SegmentWriter to, Series series)
    {
        Line(to, Text.Created, series, series.Created.ToUnixTimeMilliseconds() / 1000.0, default);
        to.Write((byte)'\n');
    }

    /// <summary>Writes an exemplar behind a value, where the format has them.</summary>
    protected virtual void WriteExemplar(Exemplar exemplar)
    {
    }

    // One reservation for the whole line, then copies of what is encoded already, then the number.
    private static void Line(SegmentWriter to, SampleText sample, Series series, double value, ReadOnlySpan<byte> detail)
    {
        var labels = series.LabelText;
        if (labels.IsEmpty && !detail.IsEmpty)
            detail = detail[1..];
        var hasLabels = labels.Length + detail.Length > 0;
        ReadOnlySpan<byte> head = hasLabels ? sample.WithLabels : sample.WithoutLabels;

        var line = to.Reserve(head.Length + labels.Length + detail.Length + NumberText.MaxLength + 2);
        head.CopyTo(line);
        var length = head.Length;
        if (hasLabels)
        {
            labels.CopyTo(line[length..]);
            length += labels.Length;
            detail.CopyTo(line[length..]);
            length += detail.Length;
            line[length++] = (byte)'}';
            line[length++] = (byte)' ';
        }
        to.Advance(length + NumberText.Write(line[length..], value));
    }
}
