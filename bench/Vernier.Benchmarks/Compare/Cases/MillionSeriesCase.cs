using System.Runtime.CompilerServices;
using Vernier.Benchmarks.Compare.Contestants;
using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>A million counters: the time of a scrape, and the memory that they hold.</summary>
internal sealed class MillionSeriesCase() : Case(9)
{
    private const int Counters = 1_000_000;

    public override IReadOnlyList<Row> Run(Effort effort)
    {
        var population = Population.Of(effort.Series(Counters));
        return
        [
            new("9", $"scrape of {population.Lines:N0} counters as Prometheus text", [Figure.Milliseconds], Times(population, effort)),
            new("9 memory", "memory of such a counter after a scrape; its labels' values have 40 characters", [new(Measure.Median, "B")], Memory(population)),
        ];
    }

    // Not inlined, so that nothing of it is alive, and counted, when the memory is measured.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Dictionary<Contestant, Measurement> Times(Population population, Effort effort)
    {
        using var contest = Contest.OnOneThread(library => library.Scrape(population, openMetrics: false));
        return contest.Run(effort);
    }

    private static Dictionary<Contestant, Measurement> Memory(Population population)
    {
        var results = new Dictionary<Contestant, Measurement>();
        foreach (var library in Libraries.Create())
        {
            using (library)
            {
                if (BytesOf(library, population) is { } bytes)
                    results.Add(library.Contestant, new(bytes / population.Counters.Length));
            }
        }
        return results;
    }

    /// <summary>What the series hold. The text's buffers are not theirs: the scrapes before have left those for the next one.</summary>
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
