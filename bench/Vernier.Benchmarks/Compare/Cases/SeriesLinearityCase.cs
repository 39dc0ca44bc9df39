using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>The duration of a scrape by the number of series.</summary>
internal sealed class SeriesLinearityCase() : Case(12)
{
    private static readonly int[] Series = [10_000, 100_000, 1_000_000];

    public override IReadOnlyList<Row> Run(RunSettings settings) => [.. Series.Select(count => RowOf(settings.Series(count), settings))];

    private static Row RowOf(int series, RunSettings settings)
    {
        var population = Population.Of(series);
        using var run = InterleavedRun.OnOneThread(library => library.Scrape(population, openMetrics: false));
        return new("12", $"scrape of {series:N0} counters as Prometheus text, total and per counter",
            [Figure.Milliseconds, new(Measure.Median, "ns", series)], run.Run(settings));
    }
}
