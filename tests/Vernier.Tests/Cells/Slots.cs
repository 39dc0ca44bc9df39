using Vernier.Cells;

namespace Vernier.Tests.Cells;

/// <summary>Leases and returns slots, for tests that use up all slots of the process.</summary>
internal static class Slots
{
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
}
