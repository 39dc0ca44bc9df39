using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Contestants;

/// <summary>
/// What a contestant does for each operation: prepares it, and returns a loop that does it so many times. Null where it has no such operation.
/// All record doubles, and all loops go alike.
/// </summary>
internal abstract class Library(Contestant contestant) : IDisposable
{
    public Contestant Contestant => contestant;

    /// <summary>Adds 1 to a counter that is at hand.</summary>
    public virtual Action<int>? Inc() => null;

    /// <summary>The same for each of several threads, on one counter.</summary>
    public virtual Action<int>[]? IncOnThreads(int threads) => Inc() is { } loop ? [.. Enumerable.Repeat(loop, threads)] : null;

    /// <summary>Finds a counter by three strings and adds 1.</summary>
    public virtual Action<int>? IncByStrings(LookUp lookUp) => null;

    /// <summary>Finds a counter by two labels with closed values and adds 1.</summary>
    public virtual Action<int>? IncByEnums(OrderLabels labels) => null;

    /// <summary>Observes with a histogram that is at hand. The number of values is a power of two.</summary>
    public virtual Action<int>? Observe(double[] values) => null;

    /// <summary>Observes with a summary that is at hand. The number of values is a power of two.</summary>
    public virtual Action<int>? ObserveSummary(double[] values) => null;

    /// <summary>Sets a gauge that is at hand.</summary>
    public virtual Action<int>? Set() => null;

    /// <summary>Makes a family of counters with these labels anew.</summary>
    public virtual Action<int>? Create(RequestLabels[] counters) => null;

    /// <summary>Writes the series as text to nowhere.</summary>
    public virtual Action<int>? Scrape(Population population, bool openMetrics) => null;

    public virtual void Dispose()
    {
    }
}
