using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Libraries;

/// <summary>
/// A library under comparison. Each method prepares an operation and returns a loop that executes it the given number of times, or returns null when the
/// library does not support the operation. All libraries record doubles, and all loops have the same form.
/// </summary>
internal abstract class Library(LibraryKind kind) : IDisposable
{
    public LibraryKind Kind => kind;

    /// <summary>Adds 1 to a counter that was looked up before.</summary>
    public virtual Action<int>? Inc() => null;

    /// <summary>Adds 1 to one counter from several threads; one loop for each thread.</summary>
    public virtual Action<int>[]? IncOnThreads(int threads) => Inc() is { } loop ? [.. Enumerable.Repeat(loop, threads)] : null;

    /// <summary>Finds a counter by three strings and adds 1.</summary>
    public virtual Action<int>? IncByStrings(LookUp lookUp) => null;

    /// <summary>Finds a counter by two labels with closed values and adds 1.</summary>
    public virtual Action<int>? IncByEnums(OrderLabels labels) => null;

    /// <summary>Finds a counter by two labels with closed values and one with any value, and adds 1.</summary>
    public virtual Action<int>? IncByMixed(MixedLabels labels) => null;

    /// <summary>Adds 1 to the overflow series of a family that is full, after a look-up by three strings.</summary>
    public virtual Action<int>? IncInFullFamily(LookUp lookUp) => null;

    /// <summary>Registers counters without labels in a new registry.</summary>
    public virtual Action<int>? Register(string[] names) => null;

    /// <summary>Gets a counter from a registry by its name and help text.</summary>
    public virtual Action<int>? GetRegistered(string[] names, string wanted) => null;

    /// <summary>Creates counters in a new family whose labels are limited, and removes them one by one.</summary>
    public virtual Action<int>? CreateAndRemove(RequestLabels[] counters) => null;

    /// <summary>Writes families of counters that were created in turns as Prometheus text, and discards it.</summary>
    public virtual Action<int>? Scrape(ScatteredPopulation population) => null;

    /// <summary>Observes values with a histogram that was looked up before. The number of values is a power of two.</summary>
    public virtual Action<int>? Observe(double[] values) => null;

    /// <summary>Observes values with a summary that was looked up before. The number of values is a power of two.</summary>
    public virtual Action<int>? ObserveSummary(double[] values) => null;

    /// <summary>Adds 1 to a counter that captures exemplars of traces.</summary>
    public virtual Action<int>? IncWithExemplars(Trace trace) => null;

    /// <summary>Observes values with a histogram that captures exemplars of traces. The number of values is a power of two.</summary>
    public virtual Action<int>? ObserveWithExemplars(double[] values, Trace trace) => null;

    /// <summary>Sets a gauge that was looked up before.</summary>
    public virtual Action<int>? Set() => null;

    /// <summary>Creates a new family of counters with these labels.</summary>
    public virtual Action<int>? Create(RequestLabels[] counters) => null;

    /// <summary>Adds 1 to each of these counters, which were looked up before.</summary>
    public virtual Action? IncEach(RequestLabels[] counters) => null;

    /// <summary>Writes what was recorded as text and discards it.</summary>
    public virtual Action? Scrape() => null;

    /// <summary>Writes the series as text and discards it.</summary>
    public virtual Action<int>? Scrape(Population population, bool openMetrics) => null;

    public virtual void Dispose()
    {
    }
}
