using System.Diagnostics;

namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>Runs batches on several threads at once, which stay the same from batch to batch.</summary>
internal sealed class Crew : Runner
{
    private const int Stop = 0;

    private readonly Action<int>[] _loops;
    private readonly Thread[] _threads;
    private readonly Barrier _barrier;
    private readonly (long Start, long End, long Bytes)[] _shifts;
    private int _calls;

    /// <summary>Starts the threads.</summary>
    /// <param name="loops">What each thread does: makes so many calls.</param>
    public Crew(IReadOnlyList<Action<int>> loops)
    {
        _loops = [.. loops];
        _shifts = new (long, long, long)[_loops.Length];
        _barrier = new Barrier(_loops.Length + 1);
        _threads = [.. Enumerable.Range(0, _loops.Length).Select(member => new Thread(() => Work(member)) { IsBackground = true })];
        foreach (var thread in _threads)
            thread.Start();
    }

    /// <summary>Runs a batch of so many calls on each thread.</summary>
    /// <returns>
    /// The time that a core spends on a call: from the first thread's start to the last one's end. Where each thread has a core, it is the time of
    /// a call as a thread sees it.
    /// </returns>
    public override Reading Run(int calls)
    {
        _calls = calls;
        _barrier.SignalAndWait(); // All begin.
        _barrier.SignalAndWait(); // All have ended.
        var elapsed = Stopwatch.GetElapsedTime(_shifts.Min(s => s.Start), _shifts.Max(s => s.End));
        var all = (double)calls * _loops.Length;
        return new(elapsed.TotalNanoseconds * Math.Min(_loops.Length, Environment.ProcessorCount) / all, _shifts.Sum(s => s.Bytes) / all);
    }

    public override void Dispose()
    {
        _calls = Stop;
        _barrier.SignalAndWait();
        foreach (var thread in _threads)
            thread.Join();
        _barrier.Dispose();
    }

    private void Work(int member)
    {
        while (true)
        {
            _barrier.SignalAndWait();
            if (_calls == Stop)
                return;
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            _loops[member](_calls);
            var end = Stopwatch.GetTimestamp();
            _shifts[member] = (start, end, GC.GetAllocatedBytesForCurrentThread() - allocated);
            _barrier.SignalAndWait();
        }
    }
}
