namespace Vernier.Families;

/// <summary>A summary at one point in time. Valid during the call that receives it.</summary>
public readonly ref struct SummarySnapshot
{
    internal SummarySnapshot(ReadOnlySpan<double> quantiles, ReadOnlySpan<double> values, double sum, long count)
    {
        Quantiles = quantiles;
        Values = values;
        Sum = sum;
        Count = count;
    }

    /// <summary>Gets the quantiles, ascending, each in [0, 1].</summary>
    public ReadOnlySpan<double> Quantiles { get; }

    /// <summary>Gets the value at each quantile over the sliding window; NaN if the window has no observations.</summary>
    public ReadOnlySpan<double> Values { get; }

    /// <summary>Gets the sum of all values observed since the series was created.</summary>
    public double Sum { get; }

    /// <summary>Gets the number of values observed since the series was created.</summary>
    public long Count { get; }
}
