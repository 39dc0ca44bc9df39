namespace Vernier.Cells;

/// <summary>
/// The cells of one thread, in chunks. Only this thread writes them, so an add is a plain load, add and store, without an atomic instruction and
/// without contention for a cache line. An aligned double is stored at once, so a reader never sees a torn value. This class has no static
/// constructor and no other static fields, so that access to the thread's cells takes a few instructions.
/// </summary>
internal sealed class ThreadCells(Thread owner)
{
    /// <summary>The number of bits of a slot that select a cell within a chunk; the upper bits select the chunk.</summary>
    public const int ChunkBits = 9;

    /// <summary>The number of cells of a chunk, 4 KiB: a new thread needs little memory, and the garbage collector treats a chunk as a small object.</summary>
    public const int ChunkSize = 1 << ChunkBits;

    /// <summary>Selects the cell within its chunk.</summary>
    public const int CellMask = ChunkSize - 1;

    /// <summary>The cells of the current thread; null until the thread records to a busy series.</summary>
    [ThreadStatic]
    public static ThreadCells? Current;

    /// <summary><see cref="Chunks"/> of <see cref="Current"/>, to save an indirection on the fastest path.</summary>
    [ThreadStatic]
    public static double[][]? Own;

    /// <summary>
    /// The chunks, empty where the thread has none. The owner replaces the array by a longer one under the store's lock. Other threads read the field
    /// and the elements through <see cref="Volatile"/>.
    /// </summary>
    public double[][] Chunks = [];

    /// <summary>The number of readers for which the owner records its observations elsewhere. See <see cref="HistogramCells"/>.</summary>
    public int Paused;

    private Thread _owner = owner;

    /// <summary>Whether the thread can still write.</summary>
    public bool IsAlive => Volatile.Read(ref _owner).IsAlive;

    /// <summary>Returns a chunk; an empty one if the thread has never written to it.</summary>
    public double[] Chunk(int number)
    {
        var chunks = Volatile.Read(ref Chunks);
        return (uint)number < (uint)chunks.Length ? Volatile.Read(ref chunks[number]) : [];
    }

    /// <summary>Gives the cells of an ended thread to a new one, which continues to add to them. The store's lock is held.</summary>
    public void ChangeOwner(Thread owner) => Volatile.Write(ref _owner, owner);

    /// <summary>Adds a chunk. Called by the owner; the store's lock is held.</summary>
    public void AddChunk(int number)
    {
        var chunks = Chunks;
        if (number >= chunks.Length)
        {
            chunks = Directory<double>(number, chunks);
            chunks[number] = new double[ChunkSize];
            Volatile.Write(ref Chunks, chunks);
        }
        else
        {
            Volatile.Write(ref chunks[number], new double[ChunkSize]);
        }
    }

    /// <summary>Returns a longer array of chunks, in which those beyond the given ones are empty.</summary>
    /// <param name="last">The number of a chunk that the array must have room for.</param>
    /// <param name="chunks">The first chunks.</param>
    public static T[][] Directory<T>(int last, T[][] chunks)
    {
        const int SmallestSize = 4;
        var longer = new T[Math.Max(SmallestSize, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)last + 1))][];
        chunks.CopyTo(longer, 0);
        Array.Fill(longer, [], chunks.Length, longer.Length - chunks.Length);
        return longer;
    }
}
