using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Vernier.Families;

/// <summary>One series of a family: a set of label values and what was recorded under it. All members are thread-safe.</summary>
public abstract class Series
{
    private readonly string[] _values;
    private byte[]? _labelText;
    private int _mode;

    private protected Series(MetricFamily family, string[] values)
    {
        _values = values;
        Family = family;
        Created = family.Settings.Time.GetUtcNow();
        _mode = family.Definition.Exemplars ? (int)SeriesMode.Exemplars : 0;
    }

    /// <summary>The family that the series belongs to.</summary>
    public MetricFamily Family { get; }

    /// <summary>When the series was created, which for a cumulative one is when it was 0.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>
    /// All labels, constant ones first, as UTF-8 in the form that both text formats use: <c>method="GET",code="200"</c>, escaped, without braces;
    /// empty when there are none.
    /// </summary>
    public ReadOnlySpan<byte> LabelText => _labelText ??= Families.LabelText.Encode(Family.ConstantLabels, Family.LabelNames, _values);

    /// <summary>The values of the family's own labels, in the order of <see cref="MetricFamily.LabelNames"/>; empty where the label is absent.</summary>
    public ReadOnlySpan<string> LabelValues => _values;

    internal int Hash { get; init; }

    /// <summary>Whether it was taken out of its family for good. Written under the family's lock.</summary>
    internal bool IsRemoved { get; set; }

    /// <summary>When a look for series to expire last found that it had been recorded to. Used under the family's lock.</summary>
    internal long LastRecorded { get; set; }

    /// <summary>Whether a recording needs more than to write its value.</summary>
    private protected bool IsPlain => _mode == 0;

    /// <summary>The series to record to when this one is not plain.</summary>
    private protected Series Live => ((SeriesMode)_mode & (SeriesMode.Idle | SeriesMode.Expired)) == 0 ? this : Touch();

    internal bool IsIdle => ((SeriesMode)_mode & SeriesMode.Idle) != 0;

    /// <summary>Shows the series to a visitor.</summary>
    internal abstract void Visit(IFamilyVisitor visitor);

    /// <summary>
    /// Called by a recording that finds the mode not plain, and by a look-up that finds the series idle: marks it as in use. Returns the
    /// series to record to, which is another one when this expired and has been created anew since.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal Series Touch()
    {
        var before = (SeriesMode)Interlocked.And(ref _mode, (int)~SeriesMode.Idle);
        return (before & SeriesMode.Expired) == 0 ? this : Family.Revive(this);
    }

    /// <summary>The exemplar to keep with a recording: the given one, else that of the current activity where the family remembers those.</summary>
    private protected Exemplar? ExemplarOf(double value, Exemplar? given)
    {
        if (given is null && Family.Definition.Exemplars)
            given = Exemplar.FromActivity(Activity.Current);
        return given?.At(value, Family.Settings.Time.GetUtcNow());
    }

    internal void MarkIdle() => Interlocked.Or(ref _mode, (int)SeriesMode.Idle);

    /// <summary>Expires the series unless somebody recorded to it since it was marked idle.</summary>
    internal bool TryExpire()
    {
        int idle = _mode;
        return (idle & (int)SeriesMode.Idle) != 0
            && Interlocked.CompareExchange(ref _mode, (idle & ~(int)SeriesMode.Idle) | (int)SeriesMode.Expired, idle) == idle;
    }

    internal void MarkRevived() => Interlocked.And(ref _mode, (int)~SeriesMode.Expired);
}
