namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>The result of a library in one row.</summary>
/// <param name="Median">The median over the rounds in nanoseconds per call, or a figure that was measured once, in the unit of its row.</param>
/// <param name="Spread">The interquartile range relative to the median; null for a figure that was measured once.</param>
/// <param name="Bytes">The average number of bytes that a call allocated.</param>
/// <param name="Settled">Whether the timing had settled before the measurement.</param>
internal sealed record Measurement(double Median, double? Spread = null, double Bytes = 0, bool Settled = true)
{
    public static Measurement Of(IReadOnlyList<Reading> rounds, bool settled)
    {
        var times = new SortedValues(rounds.Select(r => r.Nanoseconds));
        var spread = (times.Quantile(0.75) - times.Quantile(0.25)) / times.Quantile(0.5);
        return new(times.Quantile(0.5), spread, rounds.Average(r => r.Bytes), settled);
    }
}
