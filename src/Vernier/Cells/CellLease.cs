using System.Runtime.InteropServices;

namespace Vernier.Cells;

/// <summary>
/// The slots of one series. They are returned when the series has become unreachable, and not before: an application may still record to a
/// removed series, and must not write to the slots of another one.
/// </summary>
internal sealed class CellLease
{
    private readonly int _count;

    // Tracks the series as long as it exists, even if only finalizers can reach it.
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
        // Finalizers run in no particular order: the finalizer of an object that references the series may run later, and record.
        if (_series.TryGetTarget(out _))
        {
            GC.ReRegisterForFinalize(this);
            return;
        }
        _series.Dispose();
        CellStore.Return(Slot, _count);
    }
}
