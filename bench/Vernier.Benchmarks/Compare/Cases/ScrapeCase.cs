using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>A large scrape whose output is discarded.</summary>
internal sealed class ScrapeCase(string id, bool openMetrics) : Case(8)
{
    private const int Counters = 100_000;
    private const int Histograms = 10_000;

    /// <summary>The series, which the gzip case uses as well.</summary>
    public static Population PopulationFor(RunSettings settings) => Population.Of(settings.Series(Counters), settings.Series(Histograms));

    public override IReadOnlyList<Row> Run(RunSettings settings)
    {
        var population = PopulationFor(settings);
        using var run = InterleavedRun.OnOneThread(library => library.Scrape(population, openMetrics));
        var format = openMetrics ? "OpenMetrics" : "Prometheus text";
        return
        [
            new(id, $"scrape of {population.Lines:N0} lines as {format}, per line; bytes per scrape",
                [new(Measure.Median, "ns", population.Lines), new(Measure.Allocated, "B")], run.Run(settings)),
        ];
    }
}
