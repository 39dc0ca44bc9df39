using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using Vernier.Definitions;

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

    // Odd while the table changes.
    private int _version;

    /// <summary>The number of series that were not removed.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// The number of changes. A look-up that found nothing is exact if the version was even before it, and is the same after it: no change could have
    /// hidden a series from it.
    /// </summary>
    public int Version
    {
        get
        {
            // What was read before must have been read before the version, too.
            Volatile.ReadBarrier();
            return Volatile.Read(ref _version);
        }
    }

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

    /// <summary>
    /// Finds the series of a label set that has closed and open labels, without copying its values; null if there is none, or if only
    /// <see cref="Find(ReadOnlySpan{string})"/> can find it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSeries? Find<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>(in TLabels labels)
        where TLabels : struct
    {
        var index = Volatile.Read(ref _index);
        if (index.IsFull)
            return null;
        var slots = index.Slots;
        var mask = (uint)slots.Length - 1;
        var hash = LabelSetReader<TLabels>.QuickHash(in labels);
        var at = hash >> index.Shift;
        while (Volatile.Read(ref slots[at].Series) is { } series)
        {
            if (series.Hash == hash && LabelSetReader<TLabels>.AreValues(in labels, series.LabelValues) && !series.IsRemoved)
                return series;
            at = (at + 1) & mask;
        }
        return null;
    }

    /// <summary>Adds a series; the table contains none with its label values. The family's lock is held.</summary>
    public void Add(TSeries series)
    {
        Interlocked.Increment(ref _version);
        if (_used == _ordered.Length)
            Rebuild();
        _ordered[_used++] = series;
        Count++;
        series.Number = ++_added;
        series.Hash = _index.Hash(series.LabelValues);
        if (series.IsRemoved)
            series.ChangeMode(default, SeriesMode.Expired | SeriesMode.Removed);
        if (!_index.TryInsert(series))
            Rebuild();
        Interlocked.Increment(ref _version);
    }

    /// <summary>Removes a series. The family's lock is held.</summary>
    public void Remove(TSeries series)
    {
        Interlocked.Increment(ref _version);
        series.ChangeMode(SeriesMode.Removed, default);
        Count--;
        if (_used - Count > Count + SmallestSize)
            Rebuild();
        Interlocked.Increment(ref _version);
    }

    /// <summary>
    /// Adds a removed series again: at its former place if the table has not yet dropped it, otherwise as the last one. The table contains no other one
    /// with its label values. The family's lock is held.
    /// </summary>
    public void Restore(TSeries series)
    {
        if (!IsOrdered(series))
        {
            Add(series);
            return;
        }
        Interlocked.Increment(ref _version);
        series.ChangeMode(default, SeriesMode.Expired | SeriesMode.Removed);
        Count++;
        // Another series may have taken its slot.
        if (!_index.Contains(series) && !_index.TryInsert(series))
            Rebuild();
        Interlocked.Increment(ref _version);
    }

    /// <summary>
    /// Returns the series in order of creation, including removed ones. The entries of the span do not change after the lock is released. The
    /// family's lock is held.
    /// </summary>
    public ReadOnlySpan<TSeries> Ordered() => _ordered.AsSpan(0, _used);

    // The numbers of the ordered series are ascending.
    private bool IsOrdered(TSeries series)
    {
        var low = 0;
        var high = _used;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_ordered[middle].Number < series.Number)
                low = middle + 1;
            else
                high = middle;
        }
        return low < _used && _ordered[low] == series;
    }

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

        /// <summary>Whether a slot contains this series.</summary>
        public bool Contains(TSeries series)
        {
            var mask = (uint)Slots.Length - 1;
            for (var at = series.Hash >> Shift; Slots[at].Series is { } other; at = (at + 1) & mask)
            {
                if (other == series)
                    return true;
            }
            return false;
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
