namespace Vernier.Families;

/// <summary>
/// The expired series that are still referenced by an application. They return when they are recorded to, until a series with their label values is
/// removed explicitly: then they are removed, too. Used under the family's lock.
/// </summary>
internal sealed class ExpiredSeries
{
    // By a hash of the labels. References are weak, because unreachable series cannot return.
    private readonly Dictionary<uint, Entry> _byHash = [];
    private int _collections;

    /// <summary>Adds a series that has just expired.</summary>
    public void Add(Series series)
    {
        var hash = LabelHash.Full(series.LabelValues);
        _byHash[hash] = new Entry(new WeakReference<Series>(series, trackResurrection: true), _byHash.GetValueOrDefault(hash));
    }

    /// <summary>Removes the expired series with these label values for good.</summary>
    public void Remove(ReadOnlySpan<string> values)
    {
        if (_byHash.Count == 0 || !_byHash.TryGetValue(LabelHash.Full(values), out var first))
            return;
        for (var entry = first; entry is not null; entry = entry.Next)
        {
            if (entry.Series.TryGetTarget(out var series) && series.LabelValues.SequenceEqual(values))
                RemoveForGood(series);
        }
    }

    /// <summary>Removes the expired series that meet a condition for good.</summary>
    public void RemoveWhere<TSeries>(Predicate<TSeries> where)
        where TSeries : Series
    {
        foreach (var first in _byHash.Values)
        {
            for (var entry = first; entry is not null; entry = entry.Next)
            {
                if (entry.Series.TryGetTarget(out var series) && series.IsExpired && where((TSeries)series))
                    RemoveForGood(series);
            }
        }
    }

    /// <summary>Forgets what does not need to be tracked any longer, if the garbage collector may have freed series since the last call.</summary>
    public void Trim()
    {
        var collections = GC.CollectionCount(GC.MaxGeneration);
        if (_byHash.Count == 0 || collections == _collections)
            return;
        _collections = collections;
        foreach ((var hash, var first) in _byHash)
        {
            Entry? rest = null;
            for (var entry = first; entry is not null; entry = entry.Next)
            {
                if (entry.Series.TryGetTarget(out var series) && series.IsExpired)
                    rest = new Entry(entry.Series, rest);
            }
            if (rest is null)
                _byHash.Remove(hash);
            else
                _byHash[hash] = rest;
        }
    }

    // A series that has returned in the meantime is not expired, and remains.
    private static void RemoveForGood(Series series)
    {
        if (series.IsExpired)
            series.ChangeMode(default, SeriesMode.Expired);
    }

    private sealed record Entry(WeakReference<Series> Series, Entry? Next);
}
