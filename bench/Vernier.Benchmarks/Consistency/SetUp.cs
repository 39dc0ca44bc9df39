namespace Vernier.Benchmarks.Consistency;

/// <summary>How the threads of a run compete for the processors.</summary>
/// <param name="Name">The description in the table.</param>
/// <param name="ScraperNice">The nice value of the thread that scrapes, which is also the one that is timed without scrapes.</param>
/// <param name="Pace">Whether the writers of normal priority sleep between bursts of observations, as the requests of an application do.</param>
internal sealed record SetUp(string Name, int ScraperNice, bool Pace)
{
    private const int Preferred = -10;

    public static IReadOnlyList<SetUp> All { get; } =
    [
        new("writers of normal priority with pauses", 0, true),
        new("all writers without pauses", 0, false),
        new($"all writers without pauses, scraper at nice {Preferred}", Preferred, false),
    ];
}
