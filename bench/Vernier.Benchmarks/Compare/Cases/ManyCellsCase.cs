using Vernier.Benchmarks.Compare.Libraries;
using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>A histogram and a new thread in a process with many busy counters.</summary>
internal sealed class ManyCellsCase() : Case(32)
{
    private const int Counters = 16_384;
    private const int LongerBatches = 5;
    private const int NewThreads = 100;

    /// <summary>The number of recordings after which a series is busy.</summary>
    private const int Busy = 100;

    public override IReadOnlyList<Row> Run(RunSettings settings)
    {
        var counters = LabelData.Requests(settings.Series(Counters));
        using var run = new InterleavedRun(library =>
        {
            FillWith(library, counters);
            return library.Observe(ObservedValues.Durations) is { } loop ? new WorkerThreads([loop, loop]) : null;
        });
        return
        [
            new("32", $"`Observe` by two threads on one histogram after {counters.Length:N0} busy counters, per thread", Figure.ForRecording,
                run.Run(settings with { BatchTime = settings.BatchTime * LongerBatches })),
            new("32 thread", "bytes that the first increment of a new thread allocates then", [new(Measure.Median, "B")], BytesOfNewThreads(counters)),
        ];
    }

    private static Action? FillWith(Library library, RequestLabels[] counters)
    {
        var incEach = library.IncEach(counters);
        for (var i = 0; i < Busy; i++)
            incEach?.Invoke();
        return incEach;
    }

    private static Dictionary<LibraryKind, Measurement> BytesOfNewThreads(RequestLabels[] counters)
    {
        var results = new Dictionary<LibraryKind, Measurement>();
        foreach (var library in AllLibraries.Create())
        {
            using (library)
            {
                if (FillWith(library, counters) is not { } all || library.IncEach(counters[^1..]) is not { } last)
                    continue;
                using var ended = new ManualResetEventSlim();
                var bytes = new long[NewThreads];
                // All threads live at the same time.
                Thread[] threads = [.. Enumerable.Range(0, NewThreads).Select(i => new Thread(() =>
                {
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    last();
                    bytes[i] = GC.GetAllocatedBytesForCurrentThread() - before;
                    ended.Wait();
                }))];
                foreach (var thread in threads)
                    thread.Start();
                SpinWait.SpinUntil(() => threads.All(thread => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0));
                ended.Set();
                foreach (var thread in threads)
                    thread.Join();
                results.Add(library.Kind, new(new SortedValues(bytes.Select(b => (double)b)).Quantile(0.5)));
                GC.KeepAlive(all);
            }
        }
        return results;
    }
}
