namespace Vernier.Cells;

/// <summary>
/// During a pause, no thread writes several cells that belong together, such as a bucket and the sum of a histogram; such recordings go to the
/// series' shared part, under its lock. So a reader sees consistent values, and a recording never waits for a reader.
/// </summary>
/// <remarks>
/// A recording sets <see cref="ThreadCells.Busy"/>, then checks for a pause, and writes only if there is none. A fence would be required between its
/// store and its load, and would cost as much as an atomic add. Instead, after announcing the pause, the reader makes all cores execute a fence
/// (<see cref="Interlocked.MemoryBarrierProcessWide"/>). After that, either the recording has seen the pause, or the reader sees its Busy and waits
/// for it, which takes a few nanoseconds unless the thread was interrupted in between.
/// </remarks>
internal readonly ref struct ReadPause : IDisposable
{
    /// <summary>The number of readers that need a pause. Recordings read it through <see cref="Volatile"/>.</summary>
    public static int Readers;

    private readonly bool _begun;

    private ReadPause(bool begun) => _begun = begun;

    /// <summary>Begins a pause, which ends when the returned instance is disposed.</summary>
    public static ReadPause Begin()
    {
        Interlocked.Increment(ref Readers);
        try
        {
            Interlocked.MemoryBarrierProcessWide();
            foreach (var thread in CellStore.Threads)
            {
                var wait = default(SpinWait);
                while (Volatile.Read(ref thread.Busy) != 0 && thread.IsAlive) // A thread that ended within a recording writes no more.
                    wait.SpinOnce();
            }
        }
        catch
        {
            // A waiting thread can be interrupted; the pause must not outlast its reader.
            Interlocked.Decrement(ref Readers);
            throw;
        }
        return new ReadPause(true);
    }

    public void Dispose()
    {
        if (_begun)
            Interlocked.Decrement(ref Readers);
    }
}
