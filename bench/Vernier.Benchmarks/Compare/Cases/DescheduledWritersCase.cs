using System.Diagnostics;
using Vernier.Benchmarks.Compare.Libraries;
using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>Scrapes while threads that observe get hardly any processor time, so that they are interrupted during observations and do not continue.</summary>
internal sealed class DescheduledWritersCase() : Case(31)
{
    private const int Writers = 32;
    private const int Rounds = 3;

    public override IReadOnlyList<Row> Run(RunSettings settings)
    {
        var duration = TimeSpan.FromSeconds(3) / settings.Shrink;
        return
        [
            RowOf("31", "histogram", library => library.Observe(ObservedValues.Durations)),
            RowOf("31 summary", "summary", library => library.ObserveSummary(ObservedValues.Durations)),
        ];

        Row RowOf(string id, string kind, Func<Library, Action<int>?> observe)
        {
            var results = new Dictionary<LibraryKind, Measurement>();
            foreach (var library in AllLibraries.Create())
            {
                using (library)
                {
                    if ((observe(library), library.Scrape()) is ({ } record, { } scrape))
                    {
                        results.Add(library.Kind, new(Enumerable.Range(0, Rounds).Max(_ => LongestScrape(record, scrape, duration))));
                        if (library.Kind == LibraryKind.Vernier)
                            results.Add(LibraryKind.Reference, new(Enumerable.Range(0, Rounds).Max(_ => LongestScrape(record, () => Thread.SpinWait(100), duration))));
                    }
                }
            }
            return new(id, $"longest scrape while {Writers} threads of idle priority observe with one {kind} and others use all processors", [Figure.Milliseconds], results)
            {
                ReferenceName = "the longest pause of a thread that does not scrape",
            };
        }
    }

    private static double LongestScrape(Action<int> observe, Action scrape, TimeSpan duration)
    {
        using var writers = new BackgroundThreads(Writers, _ =>
        {
            observe(100);
            IdlePriority.SetForCurrentThread();
            return () => observe(1000);
        });
        using var others = new BackgroundThreads(Environment.ProcessorCount, _ => () => Thread.SpinWait(1000));
        var start = Stopwatch.GetTimestamp();
        double longest = 0;
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            var before = Stopwatch.GetTimestamp();
            scrape();
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(before).TotalNanoseconds);
        }
        return longest;
    }
}
