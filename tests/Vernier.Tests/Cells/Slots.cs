using Vernier.Cells;

namespace Vernier.Tests.Cells;

/// <summary>Leases and returns slots, for tests that use up all slots of the process.</summary>
internal static class Slots
{
    /// <summary>The number of slots in tests that use up all slots.</summary>
    public const int Limit = 16_384;

    /// <summary>Limits the slots of the process, so that using up all of them takes little time and memory, until the returned object is disposed.</summary>
    public static IDisposable BeginLimit() => new SlotLimit();

    /// <summary>Limits the chunks of all threads to those in use and some more, until the returned object is disposed.</summary>
    public static IDisposable BeginChunkLimit(int more) => new ChunkLimit(more);

    /// <summary>Makes a series busy by recordings of 0, which do not change its value.</summary>
    public static Counter MakeBusy(Counter counter)
    {
        for (var i = 0; i < 100; i++)
            counter.Inc(0);
        return counter;
    }

    /// <summary>Leases single slots until none are left.</summary>
    public static List<CellLease> TakeAll()
    {
        List<CellLease> taken = [];
        while (CellStore.TryLease(1, taken) is { } lease)
            taken.Add(lease);
        return taken;
    }

    /// <summary>
    /// Collects garbage, so that its slots are returned. Three times: the second time collects what finalizers could still reach, and the third one
    /// returns its slots.
    /// </summary>
    public static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private sealed class SlotLimit : IDisposable
    {
        private readonly int _before = CellStore.MaxSlots;

        public SlotLimit() => CellStore.MaxSlots = Limit;

        public void Dispose() => CellStore.MaxSlots = _before;
    }

    private sealed class ChunkLimit : IDisposable
    {
        private readonly int _before = CellStore.MaxChunks;

        public ChunkLimit(int more) => CellStore.MaxChunks = CellStore.ChunkCount + more;

        public void Dispose() => CellStore.MaxChunks = _before;
    }
}
