using System.Numerics;

namespace Vernier.Cells;

/// <summary>
/// Leases slots in the cells of every thread to busy series, and sums what the threads have written there. The number of slots is limited, to bound the
/// memory for many threads and many series: a thread has at most <see cref="Capacity"/> cells of 8 bytes. See docs/performance.md.
/// </summary>
internal static class CellStore
{
    /// <summary>The number of slots for all registries of the process; 128 KiB for a thread that writes to the last one.</summary>
    public const int Capacity = 16_384;

    private const int SmallestSize = 256;

    private static readonly Lock Gate = new();

    private static readonly FreeSlots Free = new(Capacity);

    // Readers take no lock: a published state does not change, except for slots that are not leased.
    private static State _state = new([], []);

    /// <summary>The number of threads that have cells, including those that have ended since the last check.</summary>
    public static int ThreadCount => Volatile.Read(ref _state).Threads.Length;

    /// <summary>The threads that have cells.</summary>
    public static ReadOnlySpan<ThreadCells> Threads => Volatile.Read(ref _state).Threads;

    /// <summary>Leases adjacent slots to a series, which are 0 in every thread; null if too few are left.</summary>
    public static CellLease? TryLease(int count, object series)
    {
        lock (Gate)
            return Free.TryTake(count, out var slot) ? new CellLease(slot, count, series) : null;
    }

    /// <summary>Returns slots. No thread can write to them any more, because their series is unreachable.</summary>
    public static void Return(int slot, int count)
    {
        lock (Gate)
        {
            Clear(_state.Ended, slot, count);
            foreach (var thread in _state.Threads)
                Clear(thread.Values, slot, count);
            Free.Return(slot, count);
        }
    }

    /// <summary>Returns the current thread's cells, and creates or extends them up to a slot.</summary>
    public static ThreadCells GetThreadCells(int slot)
    {
        var own = ThreadCells.Current;
        if (own is not null && slot < own.Values.Length)
            return own;
        lock (Gate)
        {
            if (own is null)
            {
                own = new ThreadCells(Thread.CurrentThread);
                RemoveEndedThreads(own);
            }
            // The copy is made under the lock, so that it cannot restore values that Return has cleared.
            var longer = new double[Math.Max(SmallestSize, (int)BitOperations.RoundUpToPowerOf2((uint)slot + 1))];
            own.Values.CopyTo(longer, 0);
            Volatile.Write(ref own.Values, longer);
        }
        ThreadCells.Current = own;
        ThreadCells.Own = own.Values;
        return own;
    }

    /// <summary>Sums a slot over all threads, including those that have ended.</summary>
    public static double Sum(int slot)
    {
        var state = Volatile.Read(ref _state);
        var sum = slot < state.Ended.Length ? state.Ended[slot] : default;
        foreach (var thread in state.Threads)
        {
            var values = Volatile.Read(ref thread.Values);
            if (slot < values.Length)
                sum.Add(Volatile.Read(ref values[slot]));
        }
        return sum.Value;
    }

    /// <summary>Moves the values of ended threads to one array, so that their memory can be freed. Called by each collection.</summary>
    public static void RemoveEndedThreads()
    {
        foreach (var thread in Threads)
        {
            if (!thread.IsAlive)
            {
                lock (Gate)
                    RemoveEndedThreads(null);
                return;
            }
        }
    }

    // The list of threads and the sums of ended threads change together, in one new state: a reader with the old state finds each value in the
    // thread, a reader with the new state finds it in the sums, and no reader finds it twice or not at all.
    private static void RemoveEndedThreads(ThreadCells? added)
    {
        ThreadCells[] ended = [.. _state.Threads.Where(t => !t.IsAlive)];
        var sums = _state.Ended;
        if (ended.Length > 0)
        {
            // All values that an ended thread wrote must be visible here. The runtime does not document such an order, neither for the end of a
            // thread nor for IsAlive, so a barrier on all cores establishes it: it makes visible what was written before, and values are read after it.
            Interlocked.MemoryBarrierProcessWide();
            sums = new ExactSum[Math.Max(sums.Length, ended.Max(t => t.Values.Length))];
            _state.Ended.CopyTo(sums, 0);
            foreach (var thread in ended)
            {
                for (var i = 0; i < thread.Values.Length; i++)
                    sums[i].Add(thread.Values[i]);
            }
        }
        var left = _state.Threads.Except(ended);
        Volatile.Write(ref _state, new State([.. added is null ? left : left.Append(added)], sums));
    }

    private static void Clear<T>(T[] values, int slot, int count)
    {
        if (slot < values.Length)
            Array.Clear(values, slot, Math.Min(count, values.Length - slot));
    }

    /// <summary>The threads that have cells, and the sums of ended threads.</summary>
    private sealed record State(ThreadCells[] Threads, ExactSum[] Ended);
}
