using Vernier.Cells;

namespace Vernier.Families;

/// <summary>
/// A series that each thread can record to in cells of its own. It starts with one shared value; when it turns out to be busy it gets slots, as
/// long as there are any.
/// </summary>
public abstract class CellSeries : Series
{
    /// <summary>No slot is as high, so that one compare with the length of the thread's cells decides between the fast path and all else.</summary>
    private const int NoSlot = int.MaxValue / 2;

    /// <summary>A series is busy after so many recordings: enough not to spend slots on the many that are recorded to now and then.</summary>
    private const int BusyAfter = 64;

    private CellLease? _lease;

    // Volatile, so that each recording of a loop reads it anew: one that held on to it would never mark the series as in use. The order is given
    // in any case: the thread's cell is found by it, and a load that depends on another comes after it on every processor.
    private volatile int _fastSlot = NoSlot;
    private int _recordings;

    private protected CellSeries(MetricFamily family, string[] values)
        : base(family, values)
    {
    }

    /// <summary>How many cells the series needs in each thread.</summary>
    private protected abstract int CellCount { get; }

    /// <summary>The first slot when a recording may go straight to the thread's cells; otherwise higher than any slot.</summary>
    private protected int FastSlot => _fastSlot;

    internal override void ChangeMode(SeriesMode set, SeriesMode clear)
    {
        base.ChangeMode(set, clear);
        ChooseSlot();
    }

    /// <summary>The current thread's cells and the series' first slot in them; null when the series is not busy or there are no slots left.</summary>
    private protected ThreadCells? ReachCells(out int slot)
    {
        var lease = Volatile.Read(ref _lease) ?? LeaseWhenBusy();
        slot = lease?.Slot ?? NoSlot;
        return lease is null ? null : CellStore.Reach(slot + CellCount - 1);
    }

    /// <summary>The sum over all threads of one of the series' cells.</summary>
    private protected double SumOfCells(int index)
    {
        var sum = Volatile.Read(ref _lease) is { } lease ? CellStore.Sum(lease.Slot + index) : 0;
        GC.KeepAlive(this); // Its slots are not another's as long as it can be reached.
        return sum;
    }

    private CellLease? LeaseWhenBusy()
    {
        // Threads may overwrite each other's count: it is only a sign of how busy the series is.
        if (++_recordings < BusyAfter)
            return null;
        _recordings = 0;
        return Family.UnderLock(this, static series => series._lease ??= series.TakeLease());
    }

    private CellLease? TakeLease()
    {
        var lease = CellStore.TryLease(CellCount, this);
        Volatile.Write(ref _lease, lease);
        ChooseSlot();
        return lease;
    }

    private void ChooseSlot() => _fastSlot = IsPlain && _lease is not null ? _lease.Slot : NoSlot;
}
