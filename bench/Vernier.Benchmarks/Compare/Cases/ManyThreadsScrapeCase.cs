using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>A scrape of counters that many threads have incremented.</summary>
internal sealed class ManyThreadsScrapeCase() : Case(33)
{
    private const int Counters = 16_000;
    private const int Threads = 500;

    public override IReadOnlyList<Row> Run(RunSettings settings)
    {
        var counters = LabelData.Requests(settings.Series(Counters));
        using var ended = new ManualResetEventSlim();
        List<Thread> threads = [];
        using var run = InterleavedRun.OnOneThread(library =>
        {
            if ((library.IncEach(counters), library.Scrape()) is not ({ } incEach, { } scrape))
                return null;
            StartAndInc(incEach, settings.Series(Threads), threads, ended);
            return count =>
            {
                for (var i = 0; i < count; i++)
                    scrape();
            };
        });
        var row = new Row("33", $"scrape of {counters.Length:N0} counters that {Threads} threads have incremented", [Figure.Milliseconds], run.Run(settings));
        ended.Set();
        foreach (var thread in threads)
            thread.Join();
        return [row];
    }

    /// <summary>Starts threads that increment each counter and then stay alive. The first one makes the counters busy.</summary>
    private static void StartAndInc(Action incEach, int count, List<Thread> threads, ManualResetEventSlim ended)
    {
        const int Busy = 100;
        for (var i = 0; i < count; i++)
        {
            using var done = new ManualResetEventSlim();
            var times = i == 0 ? Busy : 1;
            var thread = new Thread(() =>
            {
                for (var j = 0; j < times; j++)
                    incEach();
                done.Set();
                ended.Wait();
            });
            thread.Start();
            done.Wait();
            threads.Add(thread);
        }
    }
}
