using System.Numerics;

namespace Vernier.Cells;

/// <summary>
/// Gives busy series a slot in the cells of every thread, and adds up what the threads have written there. The number of slots is limited, so
/// that many threads times many series stay within bounds: a thread has at most <see cref="Capacity"/> cells of 8 bytes. See docs/performance.md.
/// </summary>
internal static class CellStore
{
    /// <summary>How many slots there are, for all registries of the process: 128 KiB for a thread that writes the last one.</summary>
    public const int Capacity = 16_384;

    private const int SmallestSize = 256;

    private static readonly Lock Gate = new();

    private static readonly FreeSlots Free = new(Capacity);

    // Readers take no lock: they read a state that is never changed once it is here, but for slots that nobody uses.
    private static State _state = new([], []);

    /// <summary>How many threads are being added up, those that ended since the last look among them.</summary>
    public static int ThreadCount => Volatile.Read(ref _state).Threads.Length;

    /// <summary>The threads that have cells.</summary>
    public static ReadOnlySpan<ThreadCells> Threads => Volatile.Read(ref _state).Threads;

    /// <summary>Takes slots for a series that lie side by side, all 0 in every thread; null when there are none left.</summary>
    public static CellLease? TryLease(int count, object series)
    {
        lock (Gate)
            return Free.TryTake(count, out var slot) ? new CellLease(slot, count, series) : null;
    }

    /// <summary>Gives slots back. Nobody can write to them any more: their series is gone.</summary>
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

    /// <summary>The current thread's cells, made or lengthened so that they reach up to a slot.</summary>
    public static ThreadCells Reach(int slot)
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
            // The copy is made under the lock, so that it cannot bring back what Return cleared.
            var longer = new double[Math.Max(SmallestSize, (int)BitOperations.RoundUpToPowerOf2((uint)slot + 1))];
            own.Values.CopyTo(longer, 0);
            Volatile.Write(ref own.Values, longer);
        }
        ThreadCells.Current = own;
        ThreadCells.Own = own.Values;
        return own;
    }

    /// <summary>The sum of a slot over all threads, those that have ended included.</summary>
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

    /// <summary>Moves the values of threads that have ended into one array, so that what they held can be freed. Called by each walk.</summary>
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

    // Ended threads and the sum of what they wrote change together, in one new state: a reader that still has the old state finds each value
    // in the thread, one that has the new state finds it in the sum, and nobody finds it twice or not at all.
    private static void RemoveEndedThreads(ThreadCells? added)
    {
        ThreadCells[] ended = [.. _state.Threads.Where(t => !t.IsAlive)];
        var sums = _state.Ended;
        if (ended.Length > 0)
        {
            // What a thread wrote must be visible here once it is seen not to be alive. Nothing says that the runtime orders the two, neither where
            // the thread ends nor in IsAlive, so each core is made to: what was written before the end was seen has then arrived, and is read anew.
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

    /// <summary>The threads that have cells, and the sums of those that have ended.</summary>
    private sealed record State(ThreadCells[] Threads, ExactSum[] Ended);
}
