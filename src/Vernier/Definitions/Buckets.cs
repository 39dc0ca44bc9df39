namespace Vernier;

/// <summary>Creates bucket bounds for histograms. All members are thread-safe.</summary>
public static class Buckets
{
    internal const int MaxCount = 1000;

    /// <summary>
    /// Gets 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10: bounds for durations in seconds, the same as the default of client_golang.
    /// </summary>
    public static IReadOnlyList<double> Seconds { get; } = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>Returns bounds at equal distances: start, start + width, start + 2 · width, …</summary>
    /// <param name="start">The first bound.</param>
    /// <param name="width">The distance between two bounds; positive.</param>
    /// <param name="count">The number of bounds, 1 to 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width or the count is out of range.</exception>
    public static IReadOnlyList<double> Linear(double start, double width, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        CheckCount(count);
        return [.. Enumerable.Range(0, count).Select(i => start + (width * i))];
    }

    /// <summary>Returns bounds at equal ratios: start, start · factor, start · factor², …</summary>
    /// <param name="start">The first bound; positive.</param>
    /// <param name="factor">The ratio between two bounds; more than 1.</param>
    /// <param name="count">The number of bounds, 1 to 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static IReadOnlyList<double> Exponential(double start, double factor, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(start);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(factor, 1);
        CheckCount(count);
        return [.. Enumerable.Range(0, count).Select(i => start * Math.Pow(factor, i))];
    }

    private static void CheckCount(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
    }
}
