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

    public override IReadOnlyList<Row> Run(RunSettings settings)
    {
        var population = Population.Of(settings.Series(Counters));
        return
        [
            new("9", $"scrape of {population.Lines:N0} counters as Prometheus text", [Figure.Milliseconds], Times(population, settings)),
            new("9 memory", "memory per counter after a scrape; the label values have 40 characters", [new(Measure.Median, "B")], Memory(population)),
        ];
    }

    // Not inlined, so that its objects are not reachable when the memory is measured.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Dictionary<LibraryKind, Measurement> Times(Population population, RunSettings settings)
    {
        using var run = InterleavedRun.OnOneThread(library => library.Scrape(population, openMetrics: false));
        return run.Run(settings);
    }

    private static Dictionary<LibraryKind, Measurement> Memory(Population population)
    {
        var results = new Dictionary<LibraryKind, Measurement>();
        foreach (var library in AllLibraries.Create())
        {
            using (library)
            {
                if (BytesOf(library, population) is { } bytes)
                    results.Add(library.Kind, new(bytes / population.Counters.Length));
            }
        }
        return results;
    }

    /// <summary>Returns the memory of the series. The buffers of the text are not included, because earlier scrapes have left them in the pool.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double? BytesOf(Library library, Population population)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var scrape = library.Scrape(population, openMetrics: false);
        scrape?.Invoke(1);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(scrape);
        return scrape is null ? null : after - before;
    }
}
