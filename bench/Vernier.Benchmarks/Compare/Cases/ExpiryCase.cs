using Vernier.Benchmarks.Compare.Libraries;
using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>Scrapes of a family whose idle series expire, compared with one without expiry.</summary>
internal sealed class ExpiryCase() : Case(24)
{
    private const int Counters = 100_000;
    private static readonly TimeSpan ExpireAfter = TimeSpan.FromMinutes(10);

    public override IReadOnlyList<Row> Run(RunSettings settings)
    {
        var population = Population.Of(settings.Series(Counters));
        using var run = InterleavedRun.OnOneThread(
            library => library.Kind == LibraryKind.Vernier ? VernierLibrary.ScrapeWithExpiry(population, ExpireAfter) : null);
        run.AddReference(new SingleThread(VernierLibrary.ScrapeWithExpiry(population, null)));
        return
        [
            new("24", $"scrape of {population.Lines:N0} counters that expire when idle for {ExpireAfter.TotalMinutes} minutes, every 15 simulated seconds",
                [Figure.Milliseconds], run.Run(settings))
            {
                ReferenceName = "without expiry",
            },
        ];
    }
}
