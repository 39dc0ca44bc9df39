using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Vernier.Definitions;

namespace Vernier.Families;

/// <summary>
/// A family whose series are of one type. It is the common base of <see cref="LabeledFamily{TSeries}"/> and
/// <see cref="LabeledFamily{TSeries, TLabels}"/>; it cannot be derived from outside Vernier. All members are thread-safe.
/// </summary>
/// <typeparam name="TSeries">The type of the series, for example <see cref="Counter"/>.</typeparam>
public abstract class MetricFamily<TSeries> : MetricFamily
    where TSeries : Series
{
    private readonly SeriesTable<TSeries> _table = new();
    private readonly SeriesLimits _limits;
    private readonly SeriesFactory<TSeries> _create;
    private readonly SeriesExpiry? _expiry;
    private readonly int _labelCount;
    private TSeries? _overflow;

    private protected MetricFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<TSeries> create)
        : base(definition, settings)
    {
        _limits = new SeriesLimits(definition, settings.MaxSeries);
        _create = create;
        _labelCount = LabelNames.Count;
        if (definition.ExpireAfter is { } expireAfter)
            _expiry = new SeriesExpiry(expireAfter, settings.Time);
    }

    /// <inheritdoc/>
    public override int SeriesCount
    {
        get
        {
            lock (Gate)
                return _table.Count;
        }
    }

    /// <summary>Removes all series. Values recorded through instruments that are still referenced are no longer exposed.</summary>
    public void Clear()
    {
        lock (Gate)
            RemoveWhere(_ => true);
    }

    /// <summary>Gets or creates the series with these label values. Returns the overflow series when a limit is reached.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected TSeries Resolve(ReadOnlySpan<string> values)
    {
        if (values.Length != _labelCount)
            ThrowWrongCount(values);
        var series = _table.Find(values);
        return series is { IsIdle: false } ? series : series is null ? Create(values) : (TSeries)Use(series);
    }

    /// <summary>Finds the series with these normalized label values without a lock; null when there is none.</summary>
    private protected TSeries? Find(ReadOnlySpan<string> values) => _table.Find(values);

    /// <summary>Finds the series with these label values and never creates one; null when there is none.</summary>
    private protected TSeries? Read(ReadOnlySpan<string> values)
    {
        if (values.Length != _labelCount)
            ThrowWrongCount(values);
        if (_table.Find(values) is { } series)
            return series;

        // The lock-free look-up may miss a series while the table changes, and it compares values as they were given.
        var key = Key(values);
        lock (Gate)
            return _table.Find(key);
    }

    private protected bool RemoveSeries(ReadOnlySpan<string> values)
    {
        if (values.Length != _labelCount)
            ThrowWrongCount(values);
        var key = Key(values);
        lock (Gate)
        {
            var found = Find(key);
            if (found is null)
                return false;
            Remove(found);
            ForgetValues();
            return true;
        }
    }

    /// <summary>Replaces all series by one with these label values. The others are removed first, so that they do not count against a limit.</summary>
    private protected void ReplaceAll(ReadOnlySpan<string> values)
    {
        var key = Key(values);
        lock (Gate)
        {
            RemoveWhere(series => !series.LabelValues.SequenceEqual(key));
            Resolve(key);
        }
    }

    /// <summary>Returns the series that was added last; null if there is none. The family's lock is held.</summary>
    private protected TSeries? Latest()
    {
        var all = _table.Ordered();
        var last = all.Length - 1;
        while (last >= 0 && all[last].IsRemoved)
            last--;
        return last < 0 ? null : all[last];
    }

    private protected int RemoveAll(Predicate<TSeries> where)
    {
        lock (Gate)
            return RemoveWhere(where);
    }

    internal override void Prepare()
    {
        if (_expiry is null)
            return;
        lock (Gate)
            RemoveWhere(_expiry.Expire);
    }

    internal override void Collect(ICollectionVisitor visitor)
    {
        ReadOnlySpan<TSeries> all;
        lock (Gate)
        {
            if (_table.Count == 0)
            {
                DropWriterCaches();
                return;
            }
            all = _table.Ordered();
        }

        visitor.BeginFamily(this);
        foreach (var series in all)
        {
            if (!series.IsRemoved)
                series.Collect(visitor);
        }
        visitor.EndFamily(this);
    }

    internal override Series Use(Series series)
    {
        lock (Gate)
        {
            // The returned series is marked in either case: holders of an expired series may be the only ones that record to its replacement.
            var live = !series.IsExpired ? (TSeries)series : _table.Find(series.LabelValues) ?? Create(series.LabelValues, (TSeries)series);
            live.ChangeMode(default, SeriesMode.Idle);
            return live;
        }
    }

    [DoesNotReturn]
    private void ThrowWrongCount(ReadOnlySpan<string> values) => throw new ArgumentException(
        $"{Name} expects {_labelCount} label values ({string.Join(", ", LabelNames)}) but got {values.Length}.", nameof(values));

    /// <summary>Adds a series within the limits: a new one, or the expired one if it has these label values.</summary>
    private TSeries Create(ReadOnlySpan<string> given, TSeries? expired = null)
    {
        var values = Key(given);
        TSeries? series;
        bool folded;
        lock (Gate)
        {
            folded = _limits.FoldValues(values);
            series = _table.Find(values);
            if (series is null && values.Length > 0 && _limits.IsFull(_table.Count - (_overflow is null ? 0 : 1)))
            {
                folded = true;
                Array.Fill(values, SeriesLimits.Overflow);
                // A full label, or the caller, may have created the overflow series before.
                series = _overflow ??= _table.Find(values) ?? Add(values, expired);
            }
            series ??= Add(values, expired);
        }
        if (folded)
            Settings.OnOverflow(this);
        return series;
    }

    // The caller's values are copied, because the caller may change its array.
    private static string[] Key(ReadOnlySpan<string> given)
    {
        var values = new string[given.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = LabelValue.Normalize(given[i]);
        return values;
    }

    private TSeries Add(string[] values, TSeries? expired)
    {
        TSeries series;
        if (expired is not null && expired.LabelValues.SequenceEqual(values))
        {
            _table.Purge();
            expired.ChangeMode(default, SeriesMode.Expired | SeriesMode.Removed);
            series = expired;
        }
        else
        {
            series = _create(this, values);
        }
        _expiry?.Added(series);
        _table.Add(series);
        _limits.Added(series.LabelValues);
        return series;
    }

    private int RemoveWhere(Predicate<TSeries> where)
    {
        var removed = 0;
        foreach (var series in _table.Ordered())
        {
            if (series.IsRemoved || !where(series))
                continue;
            Remove(series);
            removed++;
        }
        if (removed > 0)
            ForgetValues();
        return removed;
    }

    private void Remove(TSeries series)
    {
        _expiry?.Removed(series);
        _table.Remove(series);
        if (series == _overflow)
            _overflow = null;
    }

    // A value that no series has any more makes room for another value.
    private void ForgetValues()
    {
        if (!_limits.LimitsValues)
            return;
        _limits.Clear();
        foreach (var series in _table.Ordered())
        {
            if (!series.IsRemoved)
                _limits.Added(series.LabelValues);
        }
    }
}
