namespace Vernier.Cells;

/// <summary>
/// While it lasts, no thread writes several cells that belong together, such as a bucket and the sum of a histogram: those recordings go to the
/// series' shared part, under its lock. So a reader sees them consistent, and a recording never waits for a reader.
/// </summary>
/// <remarks>
/// A recording sets <see cref="ThreadCells.Busy"/>, then looks whether there is a pause, and writes only if there is none. Between its store and
/// its load there would have to be a fence, which costs as much as an atomic add. Instead the reader, after it has announced the pause, makes
/// all cores run one (<see cref="Interlocked.MemoryBarrierProcessWide"/>): after that a recording has either seen the pause, or its Busy
/// is seen here and waited for, which takes a few nanoseconds unless the thread was interrupted just there.
/// </remarks>
internal readonly ref struct ReadPause : IDisposable
{
    /// <summary>How many readers want quiet. Read by recordings through <see cref="Volatile"/>.</summary>
    public static int Wanted;

    private readonly bool _begun;

    private ReadPause(bool begun) => _begun = begun;

    /// <summary>Begins a pause; it ends when what is returned is disposed.</summary>
    public static ReadPause Begin()
    {
        Interlocked.Increment(ref Wanted);
        try
        {
            Interlocked.MemoryBarrierProcessWide();
            foreach (var thread in CellStore.Threads)
            {
                var wait = default(SpinWait);
                while (Volatile.Read(ref thread.Busy) != 0 && thread.IsAlive) // One that was killed within a recording writes no more.
                    wait.SpinOnce();
            }
        }
        catch
        {
            // A thread that waits can be interrupted; without a reader the pause would last for ever.
            Interlocked.Decrement(ref Wanted);
            throw;
        }
        return new ReadPause(true);
    }

    public void Dispose()
    {
        if (_begun)
            Interlocked.Decrement(ref Wanted);
    }
}
