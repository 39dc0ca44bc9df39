using System.Buffers;

namespace Vernier.Cells;

/// <summary>
/// The sums of the cells during a collection on the current thread. With many threads, the sums of a whole chunk are computed at once, because each
/// thread's cells of a chunk are adjacent in memory. Other code, and other threads, do not see these sums. Not thread-safe.
/// </summary>
internal sealed class CollectionSums : IDisposable
{
    /// <summary>With fewer threads, the cells of all threads are in the processor's cache, and single sums cost as little.</summary>
    private const int FewThreads = 8;

    /// <summary>
    /// The number of single sums before the whole chunk is summed. They cost about as much as the whole chunk, so a small registry with a few series in
    /// each chunk pays at most twice what single sums cost.
    /// </summary>
    private const int Single = 8;

    [ThreadStatic]
    private static CollectionSums? _current;

    private readonly CollectionSums? _outer = _current;
    private Chunk[] _chunks = [];
    private bool _keeps;

    /// <summary>Begins to keep sums for the collection that the current thread makes; null if there are too few threads.</summary>
    public static CollectionSums? Begin() => CellStore.Threads.Length < FewThreads ? null : _current = new CollectionSums();

    /// <summary>Sums a slot over all threads: the current value, or one since the beginning of the current collection.</summary>
    public static double Sum(int slot) => _current?.SumOrKeep(slot) ?? CellStore.Sum(slot);

    public void Dispose()
    {
        _current = _outer;
        foreach (var chunk in _chunks)
        {
            if (chunk.Sums is not null)
                ArrayPool<double>.Shared.Return(chunk.Sums);
        }
        if (_keeps)
            CellStore.EndCollection();
    }

    private double SumOrKeep(int slot)
    {
        var number = slot >> ThreadCells.ChunkBits;
        if (number >= _chunks.Length)
            Array.Resize(ref _chunks, Math.Max(number + 1, _chunks.Length * 2));
        ref var chunk = ref _chunks[number];
        if (chunk.Sums is null)
        {
            if (++chunk.Requests <= Single)
                return CellStore.Sum(slot);
            if (!_keeps)
                CellStore.BeginCollection();
            _keeps = true;
            chunk.Sums = ArrayPool<double>.Shared.Rent(ThreadCells.ChunkSize);
            Span<double> lost = stackalloc double[ThreadCells.ChunkSize];
            CellStore.SumChunk(number, chunk.Sums.AsSpan(0, ThreadCells.ChunkSize), lost);
        }
        return chunk.Sums[slot & ThreadCells.CellMask];
    }

    private struct Chunk
    {
        public double[]? Sums;
        public int Requests;
    }
}
