using System.Diagnostics;

namespace Vernier.Testing;

/// <summary>Measures heap allocations.</summary>
internal static class Allocations
{
    /// <summary>
    /// Returns the bytes that a thousand runs allocate on this thread. As long as they allocate more than expected, they are repeated for some seconds: code of
    /// the runtime that is not yet optimized boxes values, and is optimized in the background.
    /// </summary>
    public static long Of(Action work, long expected = 0)
    {
        var start = Stopwatch.GetTimestamp();
        long bytes;
        do
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
                work();
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        while (bytes > expected && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
        return bytes;
    }
}
