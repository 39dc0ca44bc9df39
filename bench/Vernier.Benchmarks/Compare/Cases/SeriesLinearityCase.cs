using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>The time of a scrape, by the number of series.</summary>
internal sealed class SeriesLinearityCase() : Case(12)
{
    private static readonly int[] Series = [10_000, 100_000, 1_000_000];

    public override IReadOnlyList<Row> Run(Effort effort) => [.. Series.Select(count => RowOf(effort.Series(count), effort))];

    private static Row RowOf(int series, Effort effort)
    {
        var population = Population.Of(series);
        using var contest = Contest.OnOneThread(library => library.Scrape(population, openMetrics: false));
        return new("12", $"scrape of {series:N0} counters as Prometheus text, and of each",
            [Figure.Milliseconds, new(Measure.Median, "ns", series)], contest.Run(effort));
    }
}
