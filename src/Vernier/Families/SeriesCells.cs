using Vernier.Cells;

namespace Vernier.Families;

/// <summary>
/// The cells of one series in each thread. A series starts without any; when it is busy it leases slots, as long as slots are available. A field
/// of the series, not a base class: recording needs no further indirection.
/// </summary>
internal struct SeriesCells
{
    /// <summary>Higher than any slot, so that one comparison with the length of the thread's cells selects the fast path.</summary>
    private const int NoSlot = int.MaxValue / 2;

    /// <summary>Marks the slot of a series that captures exemplars. With it, the slot is higher than any slot, too.</summary>
    private const int CapturesExemplars = NoSlot + 1;

    /// <summary>A series is busy after this many recordings, so that rarely recorded series do not use up slots.</summary>
    private const int BusyAfter = 64;

    private CellLease? _lease;

    // Volatile, so that each recording in a loop reads it again and marks an idle series as in use. Memory order needs no fence: the slot is the
    // index into the thread's cells, and a dependent load is ordered on every processor.
    private volatile int _fastSlot;
    private int _recordings;

    public SeriesCells() => _fastSlot = NoSlot;

    /// <summary>The first slot if a recording may write straight to the thread's cells; otherwise higher than any slot.</summary>
    public readonly int FastSlot => _fastSlot;

    /// <summary>
    /// The first slot if a recording may write straight to the thread's cells, but has to look for an exemplar; otherwise higher than any slot.
    /// </summary>
    public readonly int FastSlotWithExemplars => _fastSlot ^ CapturesExemplars;

    /// <summary>
    /// Gets the current thread's cells and the first slot of the series; null if the series is not busy, or if no slots or no memory for cells are left.
    /// </summary>
    /// <param name="series">The series that owns these cells.</param>
    /// <param name="count">The number of cells that the series needs in each thread.</param>
    /// <param name="slot">The first slot.</param>
    public ThreadCells? GetOrLease(Series series, int count, out int slot)
    {
        var lease = Volatile.Read(ref _lease) ?? LeaseWhenBusy(series, count);
        slot = lease?.Slot ?? NoSlot;
        return lease is null ? null : CellStore.GetThreadCells(slot);
    }

    /// <summary>Gets the first slot; false if the series has no slots. The caller keeps the series alive: its slots are reused once it is unreachable.</summary>
    public readonly bool TryGetSlot(out int slot)
    {
        var lease = Volatile.Read(in _lease);
        slot = lease?.Slot ?? NoSlot;
        return lease is not null;
    }

    /// <summary>Makes the series busy: several threads record to it at the same time.</summary>
    public void MakeBusy() => _recordings = BusyAfter;

    /// <summary>Allows or forbids the fast paths. The family's lock is held.</summary>
    public void Update(Series series) => _fastSlot =
        _lease is not { } lease ? NoSlot
        : series.IsPlain ? lease.Slot
        : series.IsPlainWithExemplars ? lease.Slot | CapturesExemplars
        : NoSlot;

    private CellLease? LeaseWhenBusy(Series series, int count)
    {
        // Threads may overwrite each other's increments: the count is only an indication of how busy the series is.
        if (++_recordings < BusyAfter || count > ThreadCells.ChunkSize)
            return null;
        _recordings = 0;
        lock (series.Family.Gate)
        {
            if (_lease is null)
            {
                Volatile.Write(ref _lease, CellStore.TryLease(count, series));
                Update(series);
            }
            return _lease;
        }
    }
}
