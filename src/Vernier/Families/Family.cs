using Vernier.Catalogue;

namespace Vernier.Families;

/// <summary>A family of series of one kind. The public forms are <see cref="LabelledFamily{TSeries}"/> and <see cref="TypedFamily{TSeries, TLabels}"/>.</summary>
/// <typeparam name="TSeries">The kind of series, e.g. <c>Counter</c>.</typeparam>
public abstract class Family<TSeries> : MetricFamily
    where TSeries : Series
{
    private readonly SeriesTable<TSeries> _table = new();
    private readonly SeriesLimits _limits;
    private readonly SeriesFactory<TSeries> _create;
    private readonly Lock _gate = new();
    private TSeries? _overflow;

    private protected Family(MetricDefinition definition, FamilySettings settings, SeriesFactory<TSeries> create)
        : base(definition, settings)
    {
        _limits = new SeriesLimits(definition, settings.MaxSeries);
        _create = create;
    }

    /// <inheritdoc/>
    public override int SeriesCount
    {
        get
        {
            lock (_gate)
                return _table.Count;
        }
    }

    /// <summary>Removes all series. Instruments that are still held record into nothing.</summary>
    public void Clear()
    {
        lock (_gate)
            RemoveWhere(_ => true);
    }

    /// <summary>The series with these label values, created when it is not there yet; the overflow series when a limit is reached.</summary>
    private protected TSeries Resolve(ReadOnlySpan<string> values)
    {
        if (values.Length != LabelNames.Count)
            throw new ArgumentException($"{Name} has {LabelNames.Count} labels ({string.Join(", ", LabelNames)}); {values.Length} values were given.", nameof(values));

        int hash = SeriesTable<TSeries>.Hash(values);
        if (_table.Find(values, hash) is not { } series)
            return Create(values, hash);
        return series.IsIdle ? (TSeries)series.Touch() : series;
    }

    /// <summary>The series with these label values, or null when it is not there.</summary>
    private protected TSeries? Find(ReadOnlySpan<string> values) => _table.Find(values, SeriesTable<TSeries>.Hash(values));

    private protected bool RemoveSeries(ReadOnlySpan<string> values)
    {
        if (values.Length != LabelNames.Count)
            return false;
        string[] key = Key(values);
        lock (_gate)
        {
            TSeries? found = Find(key);
            if (found is null)
                return false;
            RemoveWhere(series => series == found);
            return true;
        }
    }

    /// <summary>Leaves one series, that with these label values. The others go first: they do not count against a limit.</summary>
    private protected void ReplaceAll(ReadOnlySpan<string> values)
    {
        string[] key = Key(values);
        lock (_gate)
        {
            RemoveWhere(series => !series.LabelValues.SequenceEqual(key));
            Resolve(key);
        }
    }

    private protected void RemoveAll(Predicate<TSeries> where)
    {
        lock (_gate)
            RemoveWhere(where);
    }

    internal override void Prepare(long walk)
    {
        if (Definition.ExpireAfter is not { } expireAfter)
            return;
        lock (_gate)
            RemoveWhere(series => IsExpired(series, expireAfter));
    }

    internal override void Visit(IFamilyVisitor visitor)
    {
        ReadOnlySpan<TSeries> all;
        lock (_gate)
        {
            if (_table.Count == 0)
                return;
            all = _table.Ordered();
        }
        visitor.BeginFamily(this);
        foreach (TSeries series in all)
        {
            if (!series.IsRemoved)
                series.Visit(visitor);
        }
        visitor.EndFamily(this);
    }

    internal override Series Revive(Series expired)
    {
        lock (_gate)
        {
            if (_table.Find(expired.LabelValues, expired.Hash) is { } other)
                return other;
            _table.Purge();
            expired.IsRemoved = false;
            expired.MarkRevived();
            Add((TSeries)expired);
            return expired;
        }
    }

    private TSeries Create(ReadOnlySpan<string> given, int hash)
    {
        string[] values = Key(given);
        TSeries? series;
        bool folded;
        lock (_gate)
        {
            folded = _limits.FoldValues(values);
            hash = SeriesTable<TSeries>.Hash(values);
            series = _table.Find(values, hash);
            if (series is null && values.Length > 0 && _limits.IsFull(_table.Count - (_overflow is null ? 0 : 1)))
            {
                folded = true;
                Array.Fill(values, SeriesLimits.Overflow);
                hash = SeriesTable<TSeries>.Hash(values);
                // A label that is full, or the caller, may have made the series already.
                series = _overflow ??= _table.Find(values, hash) ?? Add(_create(this, values, hash));
            }
            series ??= Add(_create(this, values, hash));
        }
        if (folded)
            Settings.OnOverflow(this);
        return series;
    }

    // The caller's values are copied: an array that it goes on using is never kept as a key.
    private static string[] Key(ReadOnlySpan<string> given)
    {
        var values = new string[given.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = LabelText.Normalize(given[i]);
        return values;
    }

    private TSeries Add(TSeries series)
    {
        series.LastRecorded = Settings.Time.GetTimestamp();
        _table.Add(series);
        _limits.Added(series.LabelValues);
        return series;
    }

    private bool IsExpired(TSeries series, TimeSpan expireAfter)
    {
        if (!series.IsIdle)
        {
            series.LastRecorded = Settings.Time.GetTimestamp();
            series.MarkIdle();
            return false;
        }
        return Settings.Time.GetElapsedTime(series.LastRecorded) >= expireAfter && series.TryExpire();
    }

    private void RemoveWhere(Predicate<TSeries> where)
    {
        bool removed = false;
        foreach (TSeries series in _table.Ordered())
        {
            if (series.IsRemoved || !where(series))
                continue;
            _table.Remove(series);
            removed = true;
            if (series == _overflow)
                _overflow = null;
        }
        if (!removed || !_limits.LimitsValues)
            return;
        _limits.Clear();
        foreach (TSeries series in _table.Ordered())
        {
            if (!series.IsRemoved)
                _limits.Added(series.LabelValues);
        }
    }
}
