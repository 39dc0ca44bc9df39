using System.Runtime.CompilerServices;
using Vernier.Benchmarks.Compare.Libraries;
using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>A million counters: the duration of a scrape and the memory of the counters.</summary>
internal sealed class MillionSeriesCase() : Case(9)
{
    private const int Counters = 1_000_000;
    private const int Families = 20;

    public override IReadOnlyList<Row> Run(RunSettings settings)
    {
        var population = Population.Of(settings.Series(Counters));
        var scattered = new ScatteredPopulation(settings.Series(Counters), Families);
        return
        [
            new("9", $"scrape of {scattered.Lines:N0} counters as Prometheus text, created in {Families} families by turns; bytes per scrape",
                [Figure.Milliseconds, new(Measure.Allocated, "B")], Times(library => library.Scrape(scattered), settings)),
            new("9 in order", $"scrape of {population.Lines:N0} counters as Prometheus text, created in one family in their order; bytes per scrape",
                [Figure.Milliseconds, new(Measure.Allocated, "B")], Times(library => library.Scrape(population, openMetrics: false), settings)),
            new("9 object", "memory per counter before a scrape, with the tables of its family", [new(Measure.Median, "B")], Memory(population, isScraped: false)),
            new("9 memory", "memory per counter after a scrape; the label values have 40 characters", [new(Measure.Median, "B")], Memory(population, isScraped: true)),
        ];
    }

    // Not inlined, so that its objects are not reachable when the memory is measured.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Dictionary<LibraryKind, Measurement> Times(Func<Library, Action<int>?> scrape, RunSettings settings)
    {
        using var run = InterleavedRun.OnOneThread(scrape);
        return run.Run(settings);
    }

    private static Dictionary<LibraryKind, Measurement> Memory(Population population, bool isScraped)
    {
        var results = new Dictionary<LibraryKind, Measurement>();
        foreach (var library in AllLibraries.Create())
        {
            using (library)
            {
                if (BytesOf(library, population, isScraped) is { } bytes)
                    results.Add(library.Kind, new(bytes / population.Counters.Length));
            }
        }
        return results;
    }

    /// <summary>Returns the memory of the series. The buffers of the text are not included, because earlier scrapes have left them in the pool.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double? BytesOf(Library library, Population population, bool isScraped)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Action<int>? scrape = null;
        if (isScraped)
            scrape = library.Scrape(population, openMetrics: false);
        else
            (library as VernierLibrary)?.Fill(population);
        scrape?.Invoke(1);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(scrape);
        return isScraped ? scrape is null ? null : after - before : library is VernierLibrary ? after - before : null;
    }
}
