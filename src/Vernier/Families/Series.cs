using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vernier.Families;

/// <summary>One series of a family: a set of label values and what was recorded under it. All members are thread-safe.</summary>
public abstract class Series
{
    private readonly FewValues _few;
    private readonly string[]? _many; // Instead of the few, when there are more.
    private readonly byte _fewCount;
    private readonly long _createdTicks; // Half the size of a DateTimeOffset; there may be millions of series.
    private volatile SeriesMode _mode; // Written under the family's lock; volatile, so that each recording of a loop reads it anew.

    private protected Series(MetricFamily family, string[] values)
    {
        if (values.Length <= FewValues.Capacity)
        {
            values.CopyTo(_few);
            _fewCount = (byte)values.Length;
        }
        else
        {
            _many = values;
        }
        Family = family;
        _createdTicks = family.Settings.Time.GetUtcNow().UtcTicks;
        _mode = family.Definition.Exemplars ? SeriesMode.Exemplars : SeriesMode.Plain;
    }

    /// <summary>The family that the series belongs to.</summary>
    public MetricFamily Family { get; }

    /// <summary>
    /// When the series was created, which for a cumulative one is when it was 0; for one that a callback reports, when it was reported first, whatever its
    /// value was by then.
    /// </summary>
    public DateTimeOffset Created => new(_createdTicks, TimeSpan.Zero);

    /// <summary>
    /// Gets the time at which a cumulative series (counter, histogram, summary) was 0: the time of its creation. Null if it is unknown, as for
    /// series that a callback reports, and for series that are not cumulative.
    /// </summary>
    public DateTimeOffset? StartTime =>
        BeganAtZero && Family.Definition.Type is MetricType.Counter or MetricType.Histogram or MetricType.Summary ? Created : null;

    /// <summary>Whether the series was 0 when it was created.</summary>
    private protected virtual bool BeganAtZero => true;

    /// <summary>The values of the family's own labels, in the order of <see cref="MetricFamily.LabelNames"/>; empty where the label is absent.</summary>
    public ReadOnlySpan<string> LabelValues =>
        _many ?? MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<FewValues, string>(ref Unsafe.AsRef(in _few)), _fewCount);

    /// <summary>
    /// The series' number in its family, given in ascending order and never twice; an expired series that is added again gets a new one. Written
    /// under the family's lock.
    /// </summary>
    internal long Number { get; set; }

    /// <summary>The hash under which the family's table has it. Written under the family's lock; a look-up that meets an old one looks again there.</summary>
    internal uint Hash { get; set; }

    internal bool IsRemoved => (_mode & SeriesMode.Removed) != 0;

    /// <summary>Whether a look-up may hand it out as it is.</summary>
    internal bool IsInUse => (_mode & (SeriesMode.Removed | SeriesMode.Idle)) == 0;

    internal bool IsIdle => (_mode & SeriesMode.Idle) != 0;

    internal bool IsExpired => (_mode & SeriesMode.Expired) != 0;

    /// <summary>Whether a recording needs more than to write its value.</summary>
    internal bool IsPlain => _mode == SeriesMode.Plain;

    /// <summary>The series to record to: another one when this expired and has been created anew since. Marks it as in use.</summary>
    private protected Series Live => (_mode & (SeriesMode.Idle | SeriesMode.Expired)) == 0 ? this : Family.Touch(this);

    /// <summary>Shows the series to a visitor.</summary>
    internal abstract void Collect(ICollectionVisitor visitor);

    /// <summary>Sets and clears parts of the mode. The family's lock is held.</summary>
    internal virtual void ChangeMode(SeriesMode set, SeriesMode clear) => _mode = (_mode | set) & ~clear;

    /// <summary>The exemplar to keep with a recording: the given one, else that of the current activity where the family remembers those.</summary>
    private protected Exemplar? ExemplarOf(double value, Exemplar? given)
    {
        if (given is null && Family.Definition.Exemplars)
            given = Exemplar.FromActivity(Activity.Current);
        return given?.At(value, Family.Settings.Time.GetUtcNow());
    }
}
