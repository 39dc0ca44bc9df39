namespace Vernier.Families;

/// <summary>A summary series at one moment.</summary>
public readonly ref struct SummarySnapshot
{
    internal SummarySnapshot(ReadOnlySpan<double> quantiles, ReadOnlySpan<double> values, double sum, long count)
    {
        Quantiles = quantiles;
        Values = values;
        Sum = sum;
        Count = count;
    }

    /// <summary>The quantiles, ascending, each in [0, 1].</summary>
    public ReadOnlySpan<double> Quantiles { get; }

    /// <summary>The value at each quantile over the sliding window; NaN when nothing was observed in it.</summary>
    public ReadOnlySpan<double> Values { get; }

    /// <summary>The sum of all values observed since the series was created.</summary>
    public double Sum { get; }

    /// <summary>How many values were observed since the series was created.</summary>
    public long Count { get; }
}
