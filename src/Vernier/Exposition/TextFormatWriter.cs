using Vernier.Families;

namespace Vernier.Exposition;

/// <summary>What both text formats have in common: a sample is a line <c>name{labels} value</c>.</summary>
internal abstract class TextFormatWriter(SegmentWriter output) : ICollectionVisitor
{
    private LabelTextCache.Cursor _cursor;
    private ArraySegment<byte> _labels = ArraySegment<byte>.Empty;

    /// <summary>The family that is being written.</summary>
    protected FamilyText Text { get; private set; } = null!;

    protected SegmentWriter Output => output;

    public virtual void BeginFamily(MetricFamily family)
    {
        Text = FamilyText.Of(family);
        _cursor = Text.Labels.Begin();
    }

    public virtual void Counter(Series series, double value, Exemplar? exemplar)
    {
        BeginSeries(series);
        Sample(Text.Own, value, exemplar);
    }

    public void Gauge(Series series, double value)
    {
        BeginSeries(series);
        Sample(Text.Own, value);
    }

    public abstract void Histogram(Series series, in HistogramSnapshot snapshot);

    public abstract void Summary(Series series, in SummarySnapshot snapshot);

    public void Info(Series series)
    {
        BeginSeries(series);
        Sample(Text.Own, 1);
    }

    public void StateSet(Series series, in StateSetSnapshot snapshot)
    {
        BeginSeries(series);
        for (var i = 0; i < snapshot.States.Count; i++)
            Sample(Text.Own, snapshot.IsOn(i) ? 1 : 0, null, Text.Details[i]);
    }

    public virtual void EndFamily(MetricFamily family) => Text.Labels.End(_cursor);

    public virtual void EndCollection()
    {
    }

    /// <summary>Selects the labels of the lines that follow. Called once for each series.</summary>
    protected void BeginSeries(Series series) => _labels = Text.Labels.Next(ref _cursor, series);

    protected void Buckets(in HistogramSnapshot snapshot)
    {
        long cumulative = 0;
        for (var i = 0; i < snapshot.Counts.Length; i++)
        {
            cumulative += snapshot.Counts[i];
            Sample(Text.Bucket, cumulative, snapshot.Exemplars.Length > 0 ? snapshot.Exemplars[i] : null, Text.Details[i]);
        }
    }

    protected void Quantile(in SummarySnapshot snapshot, int index) => Sample(Text.Own, snapshot.Values[index], null, Text.Details[index]);

    /// <summary>Writes a line.</summary>
    /// <param name="sample">The beginning of the line.</param>
    /// <param name="value">The value.</param>
    /// <param name="exemplar">The exemplar of the value; null for none.</param>
    /// <param name="detail">An additional label after a comma; empty for none.</param>
    protected void Sample(SampleText sample, double value, Exemplar? exemplar = null, ReadOnlySpan<byte> detail = default)
    {
        Line(output, sample, value, detail);
        if (exemplar is not null)
            WriteExemplar(exemplar);
        output.Write((byte)'\n');
    }

    /// <summary>Writes the line of a start time. A scraper may insert a sample of 0 at that time.</summary>
    protected void Created(SegmentWriter to, DateTimeOffset start)
    {
        Line(to, Text.Created, start.ToUnixTimeMilliseconds() / 1000.0, default);
        to.Write((byte)'\n');
    }

    /// <summary>Writes an exemplar after a value, if the format supports exemplars.</summary>
    protected virtual void WriteExemplar(Exemplar exemplar)
    {
    }

    // One reservation for the whole line, then copies of encoded text, then the number.
    private void Line(SegmentWriter to, SampleText sample, double value, ReadOnlySpan<byte> detail)
    {
        ReadOnlySpan<byte> labels = _labels;
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
