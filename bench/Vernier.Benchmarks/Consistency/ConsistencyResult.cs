using Vernier.Benchmarks.Compare.Measuring;

namespace Vernier.Benchmarks.Consistency;

/// <summary>What one run found.</summary>
/// <param name="writerCount">The number of writers.</param>
internal sealed class ConsistencyResult(int writerCount)
{
    /// <summary>The number of writers.</summary>
    public int WriterCount => writerCount;

    /// <summary>The durations of the observations without scrapes.</summary>
    public Durations Quiet { get; } = new();

    /// <summary>The durations of the observations during scrapes.</summary>
    public Durations Scraped { get; } = new();

    /// <summary>The durations of the scrapes.</summary>
    public Durations Scrapes { get; } = new();

    /// <summary>The times between two readings of the clock by the scraping thread while it did nothing else.</summary>
    public Durations Pauses { get; } = new();

    /// <summary>The number of scrapes that took longer than <see cref="ConsistencyRun.Limit"/>.</summary>
    public int TooLong { get; set; }

    /// <summary>The number of pauses of the scraping thread, while it did nothing else, that took longer than the limit.</summary>
    public int TooLongPauses { get; set; }

    /// <summary>The number of scrapes that were not consistent, or showed a lower count than the one before.</summary>
    public int Inconsistent { get; set; }

    /// <summary>The first scrape that was not consistent, or null.</summary>
    public string? Example { get; set; }

    /// <summary>The observations that the writers made, and those in a scrape afterwards.</summary>
    public (double Made, double Exposed) Total { get; set; }
}
