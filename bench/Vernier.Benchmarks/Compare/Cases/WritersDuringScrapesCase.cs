using System.Diagnostics;
using Vernier.Benchmarks.Compare.Libraries;
using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>Many threads that observe while the registry is scraped without pause, compared with the same threads without scrapes.</summary>
internal sealed class WritersDuringScrapesCase() : Case(30)
{
    private const int Writers = 64;
    private const int Rounds = 6;
    private const double NanosecondsOfMillisecond = 1e6;
    private const double MostObservations = 0.999;

    public override IReadOnlyList<Row> Run(RunSettings settings)
    {
        var libraries = AllLibraries.Create();
        Measured[] measured =
        [
            .. libraries.Select(library => (library.Kind, Observe: library.Observe(ObservedValues.Durations), Scrape: library.Scrape()))
                .Where(l => l is { Observe: not null, Scrape: not null })
                .Select(l => new Measured(l.Kind, l.Observe!, l.Scrape!)),
        ];
        var duration = TimeSpan.FromSeconds(1) / settings.Shrink;
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var library in measured)
            {
                library.QuietTime += Record(library.Observe, null, duration, library.Quiet);
                library.ScrapedTime += Record(library.Observe, library.Scrape, duration, library.Scraped);
            }
        }
        foreach (var library in libraries)
            library.Dispose();

        return
        [
            Of("30 quiet", $"`Observe` by {Writers} threads on one histogram and the clock twice, processor time", "ns", l => l.QuietTime.TotalNanoseconds / l.Quiet.Count),
            Of("30", "the same during scrapes back to back", "ns", l => l.ScrapedTime.TotalNanoseconds / l.Scraped.Count),
            Of("30 pause quiet", "99.9 % of these observations take at most", "ns", l => l.Quiet.Quantile(MostObservations)),
            Of("30 pause", "the same during scrapes", "ns", l => l.Scraped.Quantile(MostObservations)),
            Of("30 worst quiet", "the longest of these observations", "ms", l => l.Quiet.Longest / NanosecondsOfMillisecond),
            Of("30 worst", "the same during scrapes", "ms", l => l.Scraped.Longest / NanosecondsOfMillisecond),
        ];

        Row Of(string id, string operation, string unit, Func<Measured, double> value) =>
            new(id, operation, [new(Measure.Median, unit)], measured.ToDictionary(l => l.Kind, l => new Measurement(value(l))));
    }

    /// <summary>Observes for some time, and returns the processor time that the process has used.</summary>
    private static TimeSpan Record(Action<int> observe, Action? scrape, TimeSpan duration, Durations all)
    {
        var before = Environment.CpuUsage.TotalTime;
        var own = Enumerable.Range(0, Writers).Select(_ => new Durations()).ToArray();
        using (new BackgroundThreads(Writers, i => () =>
        {
            var start = Stopwatch.GetTimestamp();
            observe(1);
            own[i].AddSince(start);
        }))
        {
            var start = Stopwatch.GetTimestamp();
            while (scrape is not null && Stopwatch.GetElapsedTime(start) < duration)
                scrape();
            if (scrape is null)
                new ManualResetEventSlim().Wait(duration);
        }
        foreach (var writer in own)
            all.Add(writer);
        return Environment.CpuUsage.TotalTime - before;
    }

    /// <summary>A library, and how long its observations took without scrapes and during scrapes.</summary>
    private sealed record Measured(LibraryKind Kind, Action<int> Observe, Action Scrape)
    {
        public Durations Quiet { get; } = new();

        public TimeSpan QuietTime { get; set; }

        public Durations Scraped { get; } = new();

        public TimeSpan ScrapedTime { get; set; }
    }
}
