namespace Vernier.Tests.Support;

/// <summary>Measures what a piece of work allocates on the heap.</summary>
internal static class Allocations
{
    /// <summary>The bytes that a thousand runs allocate on this thread, after some that warm up.</summary>
    public static long Of(Action work)
    {
        for (int i = 0; i < 200; i++)
            work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
