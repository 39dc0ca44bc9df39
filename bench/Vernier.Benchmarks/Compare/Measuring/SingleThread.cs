using System.Diagnostics;

namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>Runs batches on the calling thread.</summary>
/// <param name="loop">Executes the given number of calls. Each library has its own loop, so that calls are not indirect.</param>
internal sealed class SingleThread(Action<int> loop) : Runner
{
    public override Reading Run(int calls)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        loop(calls);
        var elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return new(elapsed / calls, (double)allocated / calls);
    }
}
