using System.Runtime.CompilerServices;
using Vernier.Cells;
using Vernier.Families;

namespace Vernier.Exposition;

/// <summary>What both text formats have in common: a sample is a line <c>name{labels} value</c>.</summary>
internal abstract class TextFormatWriter(SegmentWriter output) : ICollectionVisitor
{
    private LabelTextCache _labels = null!;
    private LabelTextCache.Cursor _cursor;

    /// <summary>The family that is being written.</summary>
    protected FamilyText Text { get; private set; } = null!;

    protected SegmentWriter Output => output;

    public virtual void BeginFamily(MetricFamily family)
    {
        Text = FamilyText.Of(family);
        _labels = Text.Labels;
        _cursor = _labels.Begin();
    }

    public abstract void Counter(Series series, double value, Exemplar? exemplar);

    public void Gauge(Series series, double value) => Sample(Text.Own, LabelsOf(series), value);

    public abstract void Histogram(Series series, in HistogramSnapshot snapshot);

    public abstract void Summary(Series series, in SummarySnapshot snapshot);

    public void Info(Series series) => Sample(Text.Own, LabelsOf(series), 1);

    public void StateSet(Series series, in StateSetSnapshot snapshot)
    {
        var labels = LabelsOf(series);
        for (var i = 0; i < snapshot.States.Count; i++)
            Sample(Text.Own, labels, snapshot.IsOn(i) ? 1 : 0, null, Text.Details[i]);
    }

    public virtual void EndFamily(MetricFamily family) => _labels.End(in _cursor);

    public virtual void EndCollection()
    {
    }

    /// <summary>Returns the labels of a series, without braces. Called once for each series, in the order of the collection.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected ReadOnlySpan<byte> LabelsOf(Series series) => _labels.Next(ref _cursor, series);

    protected void Buckets(ReadOnlySpan<byte> labels, in HistogramSnapshot snapshot)
    {
        // A native histogram without classic buckets has only +Inf, which is the last detail.
        var details = Text.Details.AsSpan(Text.Details.Length - snapshot.Counts.Length);
        long cumulative = 0;
        for (var i = 0; i < snapshot.Counts.Length; i++)
        {
            cumulative = Saturated.Add(cumulative, snapshot.Counts[i]);
            Sample(Text.Bucket, labels, cumulative, snapshot.Exemplars.Length > 0 ? snapshot.Exemplars[i] : null, details[i]);
        }
    }

    protected void Quantile(ReadOnlySpan<byte> labels, in SummarySnapshot snapshot, int index) =>
        Sample(Text.Own, labels, snapshot.Values[index], null, Text.Details[index]);

    /// <summary>Writes a line.</summary>
    /// <param name="sample">The beginning of the line.</param>
    /// <param name="labels">The labels of the series.</param>
    /// <param name="value">The value.</param>
    /// <param name="exemplar">The exemplar of the value; null for none.</param>
    /// <param name="detail">An additional label after a comma; empty for none.</param>
    protected void Sample(SampleText sample, ReadOnlySpan<byte> labels, double value, Exemplar? exemplar = null, ReadOnlySpan<byte> detail = default)
    {
        Line(output, sample, labels, value, detail, isComplete: exemplar is null);
        if (exemplar is null)
            return;
        WriteExemplar(exemplar);
        output.Write((byte)'\n');
    }

    /// <summary>Writes the line of a start time. A scraper may insert a sample of 0 at that time.</summary>
    protected void Created(SegmentWriter to, ReadOnlySpan<byte> labels, DateTimeOffset start) =>
        Line(to, Text.Created, labels, start.ToUnixTimeMilliseconds() / 1000.0, default, isComplete: true);

    /// <summary>Writes an exemplar after a value, if the format supports exemplars.</summary>
    protected virtual void WriteExemplar(Exemplar exemplar)
    {
    }

    // One reservation for the whole line, then copies of encoded text, then the number.
    private static void Line(SegmentWriter to, SampleText sample, ReadOnlySpan<byte> labels, double value, ReadOnlySpan<byte> detail, bool isComplete)
    {
        if (labels.IsEmpty && !detail.IsEmpty)
            detail = detail[1..];
        var hasLabels = labels.Length + detail.Length > 0;
        ReadOnlySpan<byte> head = hasLabels ? sample.WithLabels : sample.WithoutLabels;

        var line = to.Reserve(head.Length + labels.Length + detail.Length + NumberText.MaxLength + 3);
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
        length += NumberText.Write(line[length..], value);
        if (isComplete)
            line[length++] = (byte)'\n';
        to.Advance(length);
    }
}
