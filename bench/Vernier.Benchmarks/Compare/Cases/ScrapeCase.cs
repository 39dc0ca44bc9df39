using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>A large scrape to nowhere.</summary>
internal sealed class ScrapeCase(string id, bool openMetrics) : Case(8)
{
    private const int Counters = 100_000;
    private const int Histograms = 10_000;

    /// <summary>The series, which the gzip scrape has too.</summary>
    public static Population PopulationFor(Effort effort) => Population.Of(effort.Series(Counters), effort.Series(Histograms));

    public override IReadOnlyList<Row> Run(Effort effort)
    {
        var population = PopulationFor(effort);
        using var contest = Contest.OnOneThread(library => library.Scrape(population, openMetrics));
        var format = openMetrics ? "OpenMetrics" : "Prometheus text";
        return
        [
            new(id, $"scrape of {population.Lines:N0} lines as {format}, per line; bytes of a whole scrape",
                [new(Measure.Median, "ns", population.Lines), new(Measure.Allocated, "B")], contest.Run(effort)),
        ];
    }
}
