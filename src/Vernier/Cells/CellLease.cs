using System.Runtime.InteropServices;

namespace Vernier.Cells;

/// <summary>
/// The slots of one series. They are given back when the series cannot be reached any more, and not before: somebody who holds a removed series
/// may still record to it, and must not write into the slots of another.
/// </summary>
internal sealed class CellLease
{
    private readonly int _count;

    // Sees the series as long as it exists, even when only finalizers reach it.
    private WeakGCHandle<object> _series;

    public CellLease(int slot, int count, object series)
    {
        Slot = slot;
        _count = count;
        _series = new WeakGCHandle<object>(series, trackResurrection: true);
    }

    /// <summary>The first slot.</summary>
    public int Slot { get; }

    ~CellLease()
    {
        // Finalizers run in no order: that of somebody who holds the series may come after this one, and record.
        if (_series.TryGetTarget(out _))
        {
            GC.ReRegisterForFinalize(this);
            return;
        }
        _series.Dispose();
        CellStore.Return(Slot, _count);
    }
}
