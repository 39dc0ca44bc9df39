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
    /// <param name="start">The first bound; finite.</param>
    /// <param name="width">The distance between two bounds; positive and finite.</param>
    /// <param name="count">The number of bounds, 1 to 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An argument is out of range, a bound would exceed the range of a double, or two bounds would be equal because the width is too small for them.
    /// </exception>
    public static IReadOnlyList<double> Linear(double start, double width, int count)
    {
        if (!double.IsFinite(start))
            throw new ArgumentOutOfRangeException(nameof(start), start, "The first bound must be finite.");
        if (!(width > 0 && double.IsFinite(width)))
            throw new ArgumentOutOfRangeException(nameof(width), width, "The distance between two bounds must be positive and finite.");
        CheckCount(count);
        return Ascending([.. Enumerable.Range(0, count).Select(i => start + (width * i))], nameof(width), width);
    }

    /// <summary>Returns bounds at equal ratios: start, start · factor, start · factor², …</summary>
    /// <param name="start">The first bound; positive and finite.</param>
    /// <param name="factor">The ratio between two bounds; more than 1 and finite.</param>
    /// <param name="count">The number of bounds, 1 to 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An argument is out of range, a bound would exceed the range of a double, or two bounds would be equal because the factor is too close to 1.
    /// </exception>
    public static IReadOnlyList<double> Exponential(double start, double factor, int count)
    {
        if (!(start > 0 && double.IsFinite(start)))
            throw new ArgumentOutOfRangeException(nameof(start), start, "The first bound must be positive and finite.");
        if (!(factor > 1 && double.IsFinite(factor)))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The ratio between two bounds must be more than 1 and finite.");
        CheckCount(count);
        return Ascending([.. Enumerable.Range(0, count).Select(i => start * Math.Pow(factor, i))], nameof(factor), factor);
    }

    private static void CheckCount(int count)
    {
        if (count is < 1 or > MaxCount)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"The number of bounds must be between 1 and {MaxCount}.");
    }

    /// <summary>Rejects bounds that overflow, or that are equal after rounding.</summary>
    private static double[] Ascending(double[] bounds, string step, double value)
    {
        for (var i = 0; i < bounds.Length; i++)
        {
            if (!double.IsFinite(bounds[i]))
                throw new ArgumentOutOfRangeException(step, value, $"Bound {i + 1} of {bounds.Length} exceeds the range of a double. Use fewer bounds or a smaller step.");
            if (i > 0 && bounds[i] <= bounds[i - 1])
                throw new ArgumentOutOfRangeException(step, value, $"Bounds {i} and {i + 1} would both be {bounds[i]}. Use a larger step.");
        }
        return bounds;
    }
}
