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
    /// <summary>How many series are checked for expiry before the lock is released.</summary>
    private const int SweepSlice = 4096;

    private readonly SeriesTable<TSeries> _table = new();
    private readonly SeriesLimits _limits;
    private readonly SeriesFactory<TSeries> _create;
    private readonly SeriesExpiry? _expiry;
    private readonly ExpiredSeries? _expired;
    private readonly int _labelCount;
    private TSeries? _overflow;
    private TSeries? _overflowIfFull; // Null while the family has room for another series.

    private protected MetricFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<TSeries> create)
        : base(definition, settings)
    {
        _limits = new SeriesLimits(definition, settings.MaxSeries);
        _create = create;
        _labelCount = LabelNames.Count;
        if (definition.ExpireAfter is { } expireAfter)
        {
            _expiry = new SeriesExpiry(expireAfter, settings.Time);
            _expired = new ExpiredSeries();
        }
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

    /// <summary>
    /// Removes all series. Values recorded through instruments that are still referenced are no longer exposed, including instruments whose series had
    /// expired.
    /// </summary>
    public void Clear() => RemoveAll(static _ => true);

    /// <summary>Gets or creates the series with these label values. Returns the overflow series when a limit is reached.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected TSeries Resolve(ReadOnlySpan<string> values)
    {
        if (values.Length != _labelCount)
            ThrowWrongCount(values);
        var series = _table.Find(values);
        return series is { IsIdle: false } ? series : series is null ? Overflow(values) ?? Create(values) : (TSeries)Use(series);
    }

    /// <summary>
    /// Finds the series of a label set that has closed and open labels, without copying its values; null if only <see cref="Resolve"/> can find or create
    /// it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected TSeries? Find<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(in TLabels labels)
        where TLabels : struct => _table.Find(in labels) is { IsIdle: false } series ? series : null;

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
        var buffer = default(LabelValues);
        var key = Key(values, ref buffer);
        lock (Gate)
            return _table.Find(key);
    }

    private protected bool RemoveSeries(ReadOnlySpan<string> values)
    {
        if (values.Length != _labelCount)
            ThrowWrongCount(values);
        var buffer = default(LabelValues);
        var key = Key(values, ref buffer);
        lock (Gate)
        {
            // Holders of series that expired before must not bring the labels back.
            _expired?.Remove(key);
            var found = _table.Find(key);
            if (found is null)
                return false;
            Remove(found);
            return true;
        }
    }

    /// <summary>Replaces all series by one with these label values. The others are removed first, so that they do not count against a limit.</summary>
    private protected void ReplaceAll(ReadOnlySpan<string> values)
    {
        string[] key = [.. values];
        Normalize(key);
        lock (Gate)
        {
            RemoveAll(series => !series.LabelValues.SequenceEqual(key));
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

    /// <summary>Removes the series that meet a condition, and returns their number. Expired ones that meet it cannot return.</summary>
    private protected int RemoveAll(Predicate<TSeries> where)
    {
        lock (Gate)
        {
            _expired?.RemoveWhere(where);
            var removed = 0;
            foreach (var series in _table.Ordered())
            {
                if (series.IsRemoved || !where(series))
                    continue;
                Remove(series);
                removed++;
            }
            return removed;
        }
    }

    internal override void Prepare()
    {
        if (_expiry is null || !_expiry.TryBeginSweep())
            return;
        ReadOnlySpan<TSeries> rest;
        lock (Gate)
        {
            _expired!.Trim();
            rest = _table.Ordered();
        }

        // The lock is released after each slice, because recordings to idle series wait for it.
        while (rest.Length > 0)
        {
            var slice = rest[..Math.Min(rest.Length, SweepSlice)];
            lock (Gate)
                Sweep(slice);
            rest = rest[slice.Length..];
        }
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
        for (var i = 0; i < all.Length; i++)
        {
            SeriesPrefetch.Ahead(all, i);
            if (!all[i].IsRemoved)
                all[i].Collect(visitor);
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

    /// <summary>
    /// Returns the overflow series without a lock, if the family is full and certainly has no series with these label values; otherwise null. Such look-ups
    /// are frequent in a family that is full.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private TSeries? Overflow(ReadOnlySpan<string> values)
    {
        var version = _table.Version;
        if (Volatile.Read(ref _overflowIfFull) is not { IsIdle: false } overflow || _limits.MayReplace(values))
            return null;
        if ((version & 1) != 0 || _table.Find(values) is not null || _table.Version != version)
            return null;
        Settings.OnOverflow(this);
        return overflow;
    }

    /// <summary>Adds a series within the limits: a new one, or the expired one if it has these label values.</summary>
    private TSeries Create(ReadOnlySpan<string> given, TSeries? expired = null)
    {
        var buffer = default(LabelValues);
        var values = Key(given, ref buffer);
        TSeries? series;
        bool folded;
        lock (Gate)
        {
            folded = _limits.FoldValues(values);
            series = _table.Find(values);
            if (series is null && values.Length > 0 && _limits.IsFull(_table.Count - (_overflow is null ? 0 : 1)))
            {
                folded = true;
                values.Fill(SeriesLimits.Overflow);
                // A full label, or the caller, may have created the overflow series before.
                series = _overflow ??= _table.Find(values) ?? Add(values, expired);
                UpdateOverflow();
            }
            series ??= Add(values, expired);
        }
        if (folded)
            Settings.OnOverflow(this);
        return series;
    }

    /// <summary>Copies the values, into the buffer if they fit, and normalizes them.</summary>
    private static Span<string> Key(ReadOnlySpan<string> given, [UnscopedRef] ref LabelValues buffer)
    {
        var values = given.Length <= LabelValues.Capacity ? ((Span<string>)buffer)[..given.Length] : new string[given.Length];
        given.CopyTo(values);
        Normalize(values);
        return values;
    }

    private static void Normalize(Span<string> values)
    {
        foreach (ref var value in values)
            value = LabelValue.Normalize(value);
    }

    private TSeries Add(ReadOnlySpan<string> values, TSeries? expired)
    {
        TSeries series;
        if (expired is not null && expired.LabelValues.SequenceEqual(values))
        {
            series = expired;
            _table.Restore(series);
        }
        else
        {
            series = _create(this, values.ToArray());
            _table.Add(series);
        }
        _limits.Added(series.LabelValues);
        UpdateOverflow();
        return series;
    }

    private void Remove(TSeries series)
    {
        // First, so that a look-up that sees the series removed does not see a full family.
        Volatile.Write(ref _overflowIfFull, null);
        _table.Remove(series);
        _limits.Removed(series.LabelValues);
        if (series == _overflow)
            _overflow = null;
        UpdateOverflow();
    }

    private void UpdateOverflow() => Volatile.Write(ref _overflowIfFull, _overflow is not null && _limits.IsFull(_table.Count - 1) ? _overflow : null);

    private void Sweep(ReadOnlySpan<TSeries> slice)
    {
        for (var i = 0; i < slice.Length; i++)
        {
            SeriesPrefetch.Ahead(slice, i);
            var series = slice[i];
            if (series.IsRemoved || !_expiry!.Expire(series))
                continue;
            Remove(series);
            _expired!.Add(series);
        }
    }
}
