using System.Numerics;
using System.Runtime.CompilerServices;

namespace Vernier.Families;

/// <summary>
/// The series of a family, found by their label values. Reading takes no lock: a reader sees either the old or the new index, and a slot
/// only ever changes from empty, or from a series that was removed, to another series; a reader that has passed it before finds nothing, and
/// looks again under the lock. Writers hold the family's lock.
/// </summary>
internal sealed class SeriesTable<TSeries>
    where TSeries : Series
{
    private const int SmallestSize = 8;

    /// <summary>
    /// A series that lies further than this from where its hash points means that somebody makes values collide: at a load of one half chance
    /// alone makes about 30 in a table of a million.
    /// </summary>
    private const int LongestProbe = 100;

    /// <summary>
    /// And so do more series than this with the same 32 bits of hash, which each look-up among them compares with: chance makes three in a table
    /// of a million.
    /// </summary>
    private const int MostOfOneHash = 8;

    private Index _index = new(SmallestSize, false);

    // The series in order of creation, which is the order of exposition. Entries below the count never change.
    private TSeries[] _ordered = new TSeries[SmallestSize / 2];
    private int _used;
    private long _added;

    /// <summary>How many series there are that were not removed.</summary>
    public int Count { get; private set; }

    /// <summary>The series with these label values, or null. Takes no lock.</summary>
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

    /// <summary>Adds a series whose label values are not there yet. The family's lock is held.</summary>
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

    /// <summary>Takes a series out. The family's lock is held.</summary>
    public void Remove(TSeries series)
    {
        series.ChangeMode(SeriesMode.Removed, default);
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

    /// <summary>Makes the arrays anew, with room for as many again, without the removed series, and by the full hash when the quick one fails.</summary>
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
    /// <param name="size">How many slots.</param>
    /// <param name="isFull">Whether it goes by the full hash, after which no probe is too long.</param>
    private sealed class Index(int size, bool isFull)
    {
        public readonly Slot[] Slots = new Slot[size];
        public readonly bool IsFull = isFull;

        /// <summary>Takes the upper bits of a hash as an index.</summary>
        public readonly int Shift = 32 - BitOperations.Log2((uint)size);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public uint Hash(ReadOnlySpan<string> values) => IsFull ? LabelHash.Full(values) : LabelHash.Quick(values);

        /// <summary>Inserts a series; false when it would lie too far from its place, or with too many others.</summary>
        public bool TryInsert(TSeries series)
        {
            var mask = (uint)Slots.Length - 1;
            var at = series.Hash >> Shift;
            var probes = 0;
            var ofThisHash = 1;
            while (Slots[at].Series is { IsRemoved: false } other)
            {
                at = (at + 1) & mask;
                probes++;
                if (other.Hash == series.Hash)
                    ofThisHash++;
            }
            if (!IsFull && (probes > LongestProbe || ofThisHash > MostOfOneHash))
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

    /// <summary>An array of references is checked for its type at each access; one of structs is not.</summary>
    private struct Slot
    {
        public TSeries? Series;
    }
}
