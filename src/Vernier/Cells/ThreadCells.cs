namespace Vernier.Cells;

/// <summary>
/// The cells of one thread. Only this thread writes them, so an add is a plain load, add and store, without an atomic instruction and without
/// contention for a cache line. An aligned double is stored at once, so a reader never sees a torn value. This class has no static constructor and
/// no other static fields, so that access to the thread's cells takes a few instructions.
/// </summary>
internal sealed class ThreadCells(Thread owner)
{
    /// <summary>The cells of the current thread; null until the thread records to a busy series.</summary>
    [ThreadStatic]
    public static ThreadCells? Current;

    /// <summary><see cref="Values"/> of <see cref="Current"/>, to save an indirection on the fastest path.</summary>
    [ThreadStatic]
    public static double[]? Own;

    /// <summary>
    /// The values by slot. The owner replaces the array by a longer one under the store's lock, and does not write to the old one after that. Other
    /// threads read the field through <see cref="Volatile"/>.
    /// </summary>
    public double[] Values = [];

    /// <summary>1 while the owner writes several cells that belong together. See <see cref="ReadPause"/>.</summary>
    public int Busy;

    /// <summary>Whether the thread can still write.</summary>
    public bool IsAlive => owner.IsAlive;
}
