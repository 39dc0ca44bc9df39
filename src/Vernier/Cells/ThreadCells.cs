namespace Vernier.Cells;

/// <summary>
/// The cells of one thread. Only this thread writes them, so an add is a plain load, add and store, without an atomic instruction and without a
/// cache line that another core wants to write; an aligned double is stored at once, so a reader never sees half of one. This class has no static
/// constructor and no other statics, so that reaching the thread's own cells is a few instructions.
/// </summary>
internal sealed class ThreadCells(Thread owner)
{
    /// <summary>The cells of the current thread; null until it records to a busy series.</summary>
    [ThreadStatic]
    public static ThreadCells? Current;

    /// <summary><see cref="Values"/> of <see cref="Current"/>, to save a step on the shortest path.</summary>
    [ThreadStatic]
    public static double[]? Own;

    /// <summary>
    /// The values by slot. The owner replaces the array by a longer one, under the store's lock, and never writes the old one again; other
    /// threads read the field with <see cref="Volatile"/>.
    /// </summary>
    public double[] Values = [];

    /// <summary>1 while the owner writes several cells that belong together. See <see cref="ReadPause"/>.</summary>
    public int Busy;

    /// <summary>Whether the thread may still write.</summary>
    public bool IsAlive => owner.IsAlive;
}
