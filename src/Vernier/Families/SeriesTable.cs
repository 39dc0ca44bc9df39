using System.Numerics;
using System.Runtime.CompilerServices;

namespace Vernier.Families;

/// <summary>
/// The series of a family by their label values. Readers take no lock: a reader sees either the old or the new index, and a slot only changes
/// from empty, or from a removed series, to another series. A reader that has passed the slot before finds nothing, and repeats the look-up under
/// the lock. Writers hold the family's lock.
/// </summary>
internal sealed class SeriesTable<TSeries>
    where TSeries : Series
{
    private const int SmallestSize = 8;

    /// <summary>
    /// The largest distance between a series' slot and the one that its hash selects. A larger one is a sign of deliberate collisions: at a load of
    /// one half, the distance in a table of a million series is about 30 by chance.
    /// </summary>
    private const int MaxProbes = 100;

    /// <summary>
    /// The largest number of series with the same hash, all of which a look-up compares. More are a sign of deliberate collisions, too: in a table of
    /// a million series, three share the 32 bits of a hash by chance.
    /// </summary>
    private const int MaxSameHash = 8;

    private Index _index = new(SmallestSize, false);

    // The series in order of creation, which is the order of exposition. Entries below the count never change.
    private TSeries[] _ordered = new TSeries[SmallestSize / 2];
    private int _used;
    private long _added;

    /// <summary>The number of series that were not removed.</summary>
    public int Count { get; private set; }

    /// <summary>Finds the series with these label values without a lock; null if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSeries? Find(ReadOnlySpan<string> values)
    {
        var index = Volatile.Read(ref _index);
        var slots = index.Slots;
        var mask = (uint)slots.Length - 1;
        var hash = index.Hash(values);
        var at = hash >> index.Shift;
        while (Volatile.Read(ref slots[at].Series) is { } series)
        {
            if (series.Hash == hash && LabelEquality.Equal(series.LabelValues, values) && !series.IsRemoved)
                return series;
            at = (at + 1) & mask;
        }
        return null;
    }

    /// <summary>Adds a series; the table contains none with its label values. The family's lock is held.</summary>
    public void Add(TSeries series)
    {
        if (_used == _ordered.Length)
            Rebuild();
        _ordered[_used++] = series;
        Count++;
        series.Number = ++_added;
        series.Hash = _index.Hash(series.LabelValues);
        if (!_index.TryInsert(series))
            Rebuild();
    }

    /// <summary>Removes a series. The family's lock is held.</summary>
    public void Remove(TSeries series)
    {
        series.ChangeMode(SeriesMode.Removed, default);
        Count--;
        if (_used - Count > Count + SmallestSize)
            Rebuild();
    }

    /// <summary>Drops the removed series, so that one of them can be added again. The family's lock is held.</summary>
    public void Purge()
    {
        if (_used > Count)
            Rebuild();
    }

    /// <summary>
    /// Returns the series in order of creation, including removed ones. The entries of the span do not change after the lock is released. The
    /// family's lock is held.
    /// </summary>
    public ReadOnlySpan<TSeries> Ordered() => _ordered.AsSpan(0, _used);

    /// <summary>
    /// Creates new arrays without the removed series and with room for as many again. Changes to the full hash if the quick one causes too many
    /// collisions.
    /// </summary>
    private void Rebuild()
    {
        var ordered = new TSeries[Math.Max(SmallestSize / 2, Count * 2)];
        var used = 0;
        foreach (var series in Ordered())
        {
            if (!series.IsRemoved)
                ordered[used++] = series;
        }

        var size = (int)BitOperations.RoundUpToPowerOf2((uint)ordered.Length * 2);
        var index = new Index(size, _index.IsFull);
        if (!index.TryInsertAll(ordered.AsSpan(0, used)))
        {
            index = new Index(size, true);
            foreach (var series in ordered.AsSpan(0, used))
                series.Hash = index.Hash(series.LabelValues);
            index.TryInsertAll(ordered.AsSpan(0, used));
        }
        _ordered = ordered;
        _used = used;
        Volatile.Write(ref _index, index);
    }

    /// <summary>Open addressing with linear probing; the size is a power of two and the load at most one half.</summary>
    /// <param name="size">The number of slots.</param>
    /// <param name="isFull">Whether it uses the full hash, with which any number of probes is accepted.</param>
    private sealed class Index(int size, bool isFull)
    {
        public readonly Slot[] Slots = new Slot[size];
        public readonly bool IsFull = isFull;

        /// <summary>Selects the upper bits of a hash as an index.</summary>
        public readonly int Shift = 32 - BitOperations.Log2((uint)size);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public uint Hash(ReadOnlySpan<string> values) => IsFull ? LabelHash.Full(values) : LabelHash.Quick(values);

        /// <summary>Inserts a series; false if it collides with too many others.</summary>
        public bool TryInsert(TSeries series)
        {
            var mask = (uint)Slots.Length - 1;
            var at = series.Hash >> Shift;
            var probes = 0;
            var sameHash = 1;
            while (Slots[at].Series is { IsRemoved: false } other)
            {
                at = (at + 1) & mask;
                probes++;
                if (other.Hash == series.Hash)
                    sameHash++;
            }
            if (!IsFull && (probes > MaxProbes || sameHash > MaxSameHash))
                return false;
            Volatile.Write(ref Slots[at].Series, series);
            return true;
        }

        public bool TryInsertAll(ReadOnlySpan<TSeries> all)
        {
            foreach (var series in all)
            {
                if (!TryInsert(series))
                    return false;
            }
            return true;
        }
    }

    /// <summary>The runtime checks the type at each access to an array of references, but not to an array of structs.</summary>
    private struct Slot
    {
        public TSeries? Series;
    }
}
