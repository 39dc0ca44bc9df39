namespace Vernier.Testing;

/// <summary>Measures heap allocations.</summary>
internal static class Allocations
{
    /// <summary>Returns the bytes that a thousand runs allocate on this thread, after a warm-up.</summary>
    public static long Of(Action work)
    {
        for (var i = 0; i < 200; i++)
            work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
