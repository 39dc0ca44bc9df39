namespace Vernier.Cells;

/// <summary>
/// Leases slots in the cells of every thread to busy series, and sums what the threads have written there. The memory of all threads is limited; a
/// thread that gets no chunk records to the shared part of each series. See docs/performance.md.
/// </summary>
internal static class CellStore
{
    private static readonly Lock Gate = new();

    private static readonly FreeSlots Free = new(ThreadCells.ChunkSize);

    // Slots that are returned while a collection keeps sums: it must not find the recordings of the next series in the sum of the last one.
    private static readonly List<(int Slot, int Count)> Deferred = [];
    private static int _collections;

    // Readers take no lock: a published state does not change, except for slots that are not leased.
    private static State _state = new([], 0, []);
    private static int _chunks;

    /// <summary>The maximum number of slots, for all registries of the process. Tests change it.</summary>
    public static int MaxSlots { get; set; } = 1 << 22;

    /// <summary>The maximum number of chunks of all threads, 256 MiB. Tests change it.</summary>
    public static int MaxChunks { get; set; } = 1 << 16;

    /// <summary>The number of chunks of all threads.</summary>
    public static int ChunkCount => Volatile.Read(ref _chunks);

    /// <summary>The threads that have cells, including those that have ended since the last check.</summary>
    public static ReadOnlySpan<ThreadCells> Threads => Volatile.Read(ref _state).Threads;

    /// <summary>Leases adjacent slots to a series, which are 0 in every thread; null if too few are left, or if they do not fit into a chunk.</summary>
    public static CellLease? TryLease(int count, object series)
    {
        lock (Gate)
            return Free.TryTake(count, MaxSlots, out var slot) ? new CellLease(slot, count, series) : null;
    }

    /// <summary>Returns slots. No thread can write to them any more, because their series is unreachable.</summary>
    public static void Return(int slot, int count)
    {
        lock (Gate)
        {
            if (_collections > 0)
                Deferred.Add((slot, count));
            else
                ReturnNow(slot, count);
        }
    }

    /// <summary>Returns the current thread's cells with the chunk of a slot, which is created if necessary; null if the memory limit is reached.</summary>
    public static ThreadCells? GetThreadCells(int slot)
    {
        var chunk = slot >> ThreadCells.ChunkBits;
        var own = ThreadCells.Current;
        if (own is not null && own.Chunk(chunk).Length > 0)
            return own;
        if (ChunkCount >= MaxChunks)
            return null;
        lock (Gate)
        {
            own ??= AdoptOrAdd(Thread.CurrentThread);
            if (own.Chunk(chunk).Length == 0)
            {
                own.AddChunk(chunk);
                Volatile.Write(ref _chunks, _chunks + 1);
            }
        }
        ThreadCells.Current = own;
        ThreadCells.Own = own.Chunks;
        return own;
    }

    /// <summary>Sums a slot over all threads, including those that have ended.</summary>
    public static double Sum(int slot)
    {
        var state = Volatile.Read(ref _state);
        var chunk = slot >> ThreadCells.ChunkBits;
        var cell = slot & ThreadCells.CellMask;
        var ended = state.EndedChunk(chunk);
        var sum = cell < ended.Length ? ended[cell] : default;
        foreach (var thread in state.Threads)
        {
            var values = thread.Chunk(chunk);
            if (cell < values.Length)
                sum.Add(Volatile.Read(ref values[cell]));
        }
        return sum.Value;
    }

    /// <summary>Sums all slots of a chunk over all threads, including those that have ended: thread by thread, because each one's cells are adjacent.</summary>
    public static void SumChunk(int chunk, Span<double> sums, Span<double> lost)
    {
        var state = Volatile.Read(ref _state);
        sums.Clear();
        lost.Clear();
        foreach ((var cell, var ended) in state.EndedChunk(chunk).Index())
            (sums[cell], lost[cell]) = ended.Parts;
        var threads = state.Threads;
        ReadOnlySpan<double> values = threads.IsEmpty ? [] : threads[0].Chunk(chunk);
        for (var i = 1; i <= threads.Length; i++)
        {
            ReadOnlySpan<double> next = i < threads.Length ? threads[i].Chunk(chunk) : [];
            ExactSum.AddAll(sums, lost, values, next);
            values = next;
        }
        ExactSum.CompleteAll(sums, lost);
    }

    /// <summary>Adds the observations of a histogram over all threads, including those that have ended.</summary>
    public static void AddHistogram(int slot, Span<long> counts, ref ExactSum sum)
    {
        var state = Volatile.Read(ref _state);
        var chunk = slot >> ThreadCells.ChunkBits;
        var cell = slot & ThreadCells.CellMask;
        if (state.EndedChunk(chunk) is { Length: > 0 } ended)
            HistogramCells.AddEnded(ended.AsSpan(cell), counts, ref sum);
        foreach (var thread in state.Threads)
        {
            if (thread.Chunk(chunk) is { Length: > 0 } values)
                HistogramCells.Add(thread, values.AsSpan(cell), counts, ref sum);
        }
    }

    /// <summary>Begins a collection that keeps sums of cells: until <see cref="EndCollection"/>, no slot is leased to another series.</summary>
    public static void BeginCollection()
    {
        lock (Gate)
            _collections++;
    }

    public static void EndCollection()
    {
        lock (Gate)
        {
            if (--_collections > 0)
                return;
            foreach ((var slot, var count) in Deferred)
                ReturnNow(slot, count);
            Deferred.Clear();
        }
    }

    /// <summary>Moves the values of ended threads to one array, so that their memory can be freed. Called by each collection.</summary>
    public static void RemoveEndedThreads()
    {
        foreach (var thread in Threads)
        {
            if (!thread.IsAlive)
            {
                lock (Gate)
                    RemoveEnded();
                return;
            }
        }
    }

    // Threads that are started one after the other use the same cells: nothing is allocated or copied, and no sum changes.
    private static ThreadCells AdoptOrAdd(Thread thread)
    {
        foreach (var cells in _state.Threads)
        {
            if (cells.IsAlive)
                continue;
            MakeVisible();
            cells.ChangeOwner(thread);
            return cells;
        }
        var added = new ThreadCells(thread);
        var (all, count, ended) = _state;
        if (count == all.Length)
            Array.Resize(ref all, Math.Max(8, count * 2));
        all[count] = added; // Readers of earlier states do not look beyond their count.
        Volatile.Write(ref _state, new State(all, count + 1, ended));
        return added;
    }

    // The list of threads and the sums of ended threads change together, in one new state: a reader with the old state finds each value in the
    // thread, a reader with the new state finds it in the sums, and no reader finds it twice or not at all.
    private static void RemoveEnded()
    {
        List<ThreadCells> ended = [];
        List<ThreadCells> alive = [];
        foreach (var thread in _state.Threads)
            (thread.IsAlive ? alive : ended).Add(thread);
        if (ended.Count == 0)
            return;
        MakeVisible();
        var sums = _state.Ended;
        sums = ThreadCells.Directory(Math.Max(sums.Length, ended.Max(t => t.Chunks.Length)) - 1, sums);
        for (var chunk = 0; chunk < sums.Length; chunk++)
        {
            foreach (var thread in ended)
                AddChunk(sums, chunk, thread.Chunk(chunk));
        }
        Volatile.Write(ref _state, new State([.. alive], alive.Count, sums));

        void AddChunk(ExactSum[][] sums, int chunk, double[] values)
        {
            if (values.Length == 0)
                return;
            if (sums[chunk] == _state.EndedChunk(chunk))
            {
                // The chunk of the published state must not change.
                sums[chunk] = new ExactSum[ThreadCells.ChunkSize];
                _state.EndedChunk(chunk).CopyTo(sums[chunk], 0);
            }
            for (var cell = 0; cell < values.Length; cell++)
                sums[chunk][cell].Add(values[cell]);
            Volatile.Write(ref _chunks, _chunks - 1);
        }
    }

    // All values that an ended thread wrote must be visible. The runtime does not document such an order, neither for the end of a thread nor for
    // IsAlive, so a barrier on all cores establishes it: it makes visible what was written before, and values are read after it.
    private static void MakeVisible() => Interlocked.MemoryBarrierProcessWide();

    private static void ReturnNow(int slot, int count)
    {
        var isEmpty = Free.Return(slot, count);
        var chunk = slot >> ThreadCells.ChunkBits;
        Clear(_state.Ended, chunk, slot, count, isEmpty);
        foreach (var thread in _state.Threads)
        {
            if (Clear(thread.Chunks, chunk, slot, count, isEmpty))
                Volatile.Write(ref _chunks, _chunks - 1);
        }
    }

    /// <summary>Clears returned slots, or removes their chunk if none of its slots is leased. Returns whether a chunk was removed.</summary>
    private static bool Clear<T>(T[][] chunks, int chunk, int slot, int count, bool isEmpty)
    {
        if (chunk >= chunks.Length || chunks[chunk].Length == 0)
            return false;
        if (isEmpty)
            Volatile.Write(ref chunks[chunk], []);
        else
            Array.Clear(chunks[chunk], slot & ThreadCells.CellMask, count);
        return isEmpty;
    }

    /// <summary>The threads that have cells, and the sums of ended threads by chunk.</summary>
    private sealed record State(ThreadCells[] All, int Count, ExactSum[][] Ended)
    {
        public ReadOnlySpan<ThreadCells> Threads => All.AsSpan(0, Count);

        public ExactSum[] EndedChunk(int chunk) => chunk < Ended.Length ? Volatile.Read(ref Ended[chunk]) : [];
    }
}
