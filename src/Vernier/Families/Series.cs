using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vernier.Families;

/// <summary>
/// One series of a family: the values of its labels and what was recorded for them. The base of all instruments. All members are thread-safe.
/// </summary>
public abstract class Series
{
    private const byte InArray = byte.MaxValue;

    // There may be millions of series, so the fields are as small as possible; docs/performance.md lists them.
    private readonly InlineLabelValues _values;
    private readonly byte _inlineCount; // InArray if the first value is an array of all values.
    private long _createdTicks; // Half the size of a DateTimeOffset.
    private volatile SeriesMode _mode; // Written under the family's lock. Volatile, so that each recording in a loop reads it again.

    private protected Series(MetricFamily family, string[] values)
    {
        if (values.Length <= InlineLabelValues.Capacity)
        {
            values.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<InlineLabelValues, string>(ref _values), values.Length));
            _inlineCount = (byte)values.Length;
        }
        else
        {
            _values[0] = values;
            _inlineCount = InArray;
        }
        Family = family;
        _createdTicks = family.Settings.Time.GetUtcNow().UtcTicks;
        _mode = family.Definition.Exemplars ? SeriesMode.Exemplars : SeriesMode.Plain;
    }

    /// <summary>Gets the family of the series.</summary>
    public MetricFamily Family { get; }

    /// <summary>
    /// Gets the time at which the series was created, by the registry's clock. For a series that a callback reports, this is the time of its first
    /// report, whatever its value was then; see <see cref="StartTime"/>. For a counter that continues an earlier one, this is the time given to
    /// <see cref="Counter.Restore"/>.
    /// </summary>
    public DateTimeOffset Created => new(Volatile.Read(in _createdTicks), TimeSpan.Zero);

    /// <summary>
    /// Gets the time at which a cumulative series (counter, histogram, summary) was 0: the time of its creation, or the time given to
    /// <see cref="Counter.Restore"/>. Null if it is unknown, as for series that a callback reports, and for series that are not cumulative.
    /// </summary>
    public DateTimeOffset? StartTime =>
        BeganAtZero && Family.Definition.Type is MetricType.Counter or MetricType.Histogram or MetricType.Summary ? Created : null;

    /// <summary>Whether the series was 0 when it was created.</summary>
    private protected virtual bool BeganAtZero => true;

    /// <summary>
    /// Gets the values of the family's own labels, in the order of <see cref="MetricFamily.LabelNames"/>. An empty value means that the label is
    /// absent.
    /// </summary>
    public ReadOnlySpan<string> LabelValues
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ref var first = ref Unsafe.As<InlineLabelValues, string>(ref Unsafe.AsRef(in _values));
            return _inlineCount == InArray ? Unsafe.As<string, string[]>(ref first) : MemoryMarshal.CreateReadOnlySpan(ref first, _inlineCount);
        }
    }

    /// <summary>
    /// The series' number in its family. Numbers are ascending and never used twice; an expired series that is added again gets a new one if the table has
    /// dropped it. Written under the family's lock.
    /// </summary>
    internal long Number { get; set; }

    /// <summary>The hash in the family's table. Written under the family's lock; a look-up that reads an old hash is repeated under the lock.</summary>
    internal uint Hash { get; set; }

    /// <summary>The last sweep for expired series that found the series in use, modulo 256. Written under the family's lock; see <see cref="SeriesExpiry"/>.</summary>
    internal byte LastUsed { get; set; }

    /// <summary>Whether the family no longer contains the series.</summary>
    internal bool IsRemoved => (_mode & SeriesMode.Removed) != 0;

    /// <summary>Whether a look-up may return the series without marking it as in use.</summary>
    internal bool IsInUse => (_mode & (SeriesMode.Removed | SeriesMode.Idle)) == 0;

    internal bool IsIdle => (_mode & SeriesMode.Idle) != 0;

    internal bool IsExpired => (_mode & SeriesMode.Expired) != 0;

    /// <summary>Whether a recording only has to write its value.</summary>
    internal bool IsPlain => _mode == SeriesMode.Plain;

    /// <summary>Whether a recording only has to write its value and to look for a sampled activity.</summary>
    internal bool IsPlainWithExemplars => _mode == SeriesMode.Exemplars;

    /// <summary>Whether the current activity becomes the exemplar of a recording if it is sampled.</summary>
    private protected bool CapturesExemplars => (_mode & SeriesMode.Exemplars) != 0;

    /// <summary>Passes the series to a visitor.</summary>
    internal abstract void Collect(ICollectionVisitor visitor);

    /// <summary>Sets and clears flags of the mode. The family's lock is held.</summary>
    internal virtual void ChangeMode(SeriesMode set, SeriesMode clear) => _mode = (_mode | set) & ~clear;

    /// <summary>Changes the time of creation to that of an earlier series which this one continues. The family's lock is held.</summary>
    private protected void ContinueFrom(DateTimeOffset created) => Volatile.Write(ref _createdTicks, created.UtcTicks);

    /// <summary>
    /// Returns the series to record to, and marks it as in use: this one, or the one that has replaced it after it had expired.
    /// </summary>
    private protected Series Use() => (_mode & (SeriesMode.Idle | SeriesMode.Expired)) == 0 ? this : Family.Use(this);

    /// <summary>
    /// The label values of most series, stored within the series to save an array and an indirection. If there are more, the first element is the array.
    /// </summary>
    [InlineArray(Capacity)]
    private struct InlineLabelValues
    {
        public const int Capacity = 3;

        private object _first;
    }
}

/// <summary>Creates a series of a family, which takes ownership of the values.</summary>
internal delegate TSeries SeriesFactory<out TSeries>(MetricFamily family, string[] values)
    where TSeries : Series;

/// <summary>What a recording must check before it writes. <see cref="Plain"/> selects the fast path by one comparison with zero.</summary>
[Flags]
internal enum SeriesMode : byte
{
    Plain = 0,

    /// <summary>The family captures exemplars of sampled activities.</summary>
    Exemplars = 1,

    /// <summary>Nothing was recorded since the family last looked for expired series.</summary>
    Idle = 2,

    /// <summary>Removed from the family because it was idle for too long.</summary>
    Expired = 4,

    /// <summary>Removed from the family, by a caller or because it has expired.</summary>
    Removed = 8,
}
