using System.Diagnostics;

namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>Runs batches on several threads in parallel. All batches use the same threads.</summary>
internal sealed class WorkerThreads : Runner
{
    private const int Stop = 0;

    private readonly Action<int>[] _loops;
    private readonly Thread[] _threads;
    private readonly Barrier _barrier;
    private readonly (long Start, long End, long Bytes)[] _batches;
    private int _calls;

    /// <summary>Starts the threads.</summary>
    /// <param name="loops">The loop of each thread; the argument is the number of calls.</param>
    public WorkerThreads(IReadOnlyList<Action<int>> loops)
    {
        _loops = [.. loops];
        _batches = new (long, long, long)[_loops.Length];
        _barrier = new Barrier(_loops.Length + 1);
        _threads = [.. Enumerable.Range(0, _loops.Length).Select(index => new Thread(() => Work(index)) { IsBackground = true })];
        foreach (var thread in _threads)
            thread.Start();
    }

    /// <summary>Runs a batch with the given number of calls on each thread.</summary>
    /// <returns>
    /// The time that a core spends on a call, measured from the start of the first thread to the end of the last one. When each thread has its own core,
    /// this is the duration of a call.
    /// </returns>
    public override Reading Run(int calls)
    {
        _calls = calls;
        _barrier.SignalAndWait(); // Start all threads.
        _barrier.SignalAndWait(); // Wait for all threads.
        var elapsed = Stopwatch.GetElapsedTime(_batches.Min(s => s.Start), _batches.Max(s => s.End));
        var all = (double)calls * _loops.Length;
        return new(elapsed.TotalNanoseconds * Math.Min(_loops.Length, Environment.ProcessorCount) / all, _batches.Sum(s => s.Bytes) / all);
    }

    public override void Dispose()
    {
        _calls = Stop;
        _barrier.SignalAndWait();
        foreach (var thread in _threads)
            thread.Join();
        _barrier.Dispose();
    }

    private void Work(int index)
    {
        while (true)
        {
            _barrier.SignalAndWait();
            if (_calls == Stop)
                return;
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            _loops[index](_calls);
            var end = Stopwatch.GetTimestamp();
            _batches[index] = (start, end, GC.GetAllocatedBytesForCurrentThread() - allocated);
            _barrier.SignalAndWait();
        }
    }
}
