namespace Vernier.Families;

/// <summary>
/// The series of a family, found by their label values. Reading takes no lock: a reader sees either the old or the new array, and a slot
/// only ever changes from null to a series. Writers hold the family's lock.
/// </summary>
internal sealed class SeriesTable<TSeries>
    where TSeries : Series
{
    private const int SmallestSize = 8;

    // Open addressing with linear probing; the size is a power of two and the load at most one half. A removed series keeps its
    // slot, so that probing finds those behind it, until the table is built anew.
    private TSeries?[] _slots = new TSeries?[SmallestSize];

    // The same series in order of creation, which is the order of exposition. Entries below the count never change.
    private TSeries[] _ordered = new TSeries[SmallestSize / 2];
    private int _used;

    /// <summary>How many series there are that were not removed.</summary>
    public int Count { get; private set; }

    /// <summary>Hashes each value by its position, so that permutations and equal pairs do not collide.</summary>
    public static int Hash(ReadOnlySpan<string> values)
    {
        int hash = 17;
        foreach (string value in values)
            hash = (hash * 31) + (string.IsNullOrEmpty(value) ? 0 : value.GetHashCode());
        return hash;
    }

    /// <summary>The series with these label values, or null. Takes no lock.</summary>
    public TSeries? Find(ReadOnlySpan<string> values, int hash)
    {
        TSeries?[] slots = Volatile.Read(ref _slots);
        for (int i = hash & (slots.Length - 1); Volatile.Read(ref slots[i]) is { } series; i = (i + 1) & (slots.Length - 1))
        {
            if (series.Hash == hash && !series.IsRemoved && Equal(series.LabelValues, values))
                return series;
        }
        return null;
    }

    /// <summary>Adds a series whose label values are not there yet. The family's lock is held.</summary>
    public void Add(TSeries series)
    {
        if (_used == _ordered.Length)
            Rebuild();
        _ordered[_used++] = series;
        Count++;
        Insert(_slots, series);
    }

    /// <summary>Takes a series out. The family's lock is held.</summary>
    public void Remove(TSeries series)
    {
        series.IsRemoved = true;
        Count--;
        if (_used - Count > Count + SmallestSize)
            Rebuild();
    }

    /// <summary>Forgets the removed series, so that one of them can be added again. The family's lock is held.</summary>
    public void Purge()
    {
        if (_used > Count)
            Rebuild();
    }

    /// <summary>The series in order of creation, removed ones among them; the span's entries stay as they are. The family's lock is held.</summary>
    public ReadOnlySpan<TSeries> Ordered() => _ordered.AsSpan(0, _used);

    // Null and empty are the same: the label is absent.
    private static bool Equal(ReadOnlySpan<string> one, ReadOnlySpan<string> other)
    {
        for (int i = 0; i < one.Length; i++)
        {
            if (!ReferenceEquals(one[i], other[i]) && !string.Equals(one[i], other[i] ?? "", StringComparison.Ordinal))
                return false;
        }
        return true;
    }

    private static void Insert(TSeries?[] slots, TSeries series)
    {
        int i = series.Hash & (slots.Length - 1);
        while (slots[i] is not null)
            i = (i + 1) & (slots.Length - 1);
        Volatile.Write(ref slots[i], series);
    }

    private void Rebuild()
    {
        var ordered = new TSeries[Math.Max(SmallestSize / 2, Count * 2)];
        var slots = new TSeries?[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)ordered.Length * 2)];
        int used = 0;
        foreach (TSeries series in Ordered())
        {
            if (series.IsRemoved)
                continue;
            ordered[used++] = series;
            Insert(slots, series);
        }
        _ordered = ordered;
        _used = used;
        Volatile.Write(ref _slots, slots);
    }
}
