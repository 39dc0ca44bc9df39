using Vernier.Cells;

namespace Vernier.Tests.Cells;

/// <summary>Takes slots and gives them back, for tests that use up what the whole process has.</summary>
internal static class Slots
{
    /// <summary>Enough recordings to make a series busy, of nothing, so that its value stays as it is.</summary>
    public static Counter MakeBusy(Counter counter)
    {
        for (var i = 0; i < 100; i++)
            counter.Inc(0);
        return counter;
    }

    /// <summary>Takes single slots until there are none left.</summary>
    public static List<CellLease> TakeAll()
    {
        List<CellLease> taken = [];
        while (CellStore.TryLease(1, taken) is { } lease)
            taken.Add(lease);
        return taken;
    }

    /// <summary>
    /// Collects what nobody holds any more, so that its slots come back. Three times: what a finalizer could still reach is collected by the
    /// next collection, and its slots come back after one more.
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
