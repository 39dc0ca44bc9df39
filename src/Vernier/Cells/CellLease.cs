namespace Vernier.Cells;

/// <summary>
/// The slots of one series. They are given back when the series cannot be reached any more, and not before: somebody who holds a removed series
/// may still record to it, and must not write into the slots of another.
/// </summary>
internal sealed class CellLease(int slot, int count)
{
    /// <summary>The first slot.</summary>
    public int Slot => slot;

    ~CellLease() => CellStore.Return(slot, count);
}
