namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>Sorted values and their quantiles.</summary>
internal sealed class SortedValues
{
    private readonly double[] _values;

    /// <summary>Sorts the values, at least one.</summary>
    public SortedValues(IEnumerable<double> values)
    {
        _values = [.. values];
        Array.Sort(_values);
    }

    /// <summary>Returns a quantile, interpolated between the two adjacent values.</summary>
    public double Quantile(double quantile)
    {
        var at = quantile * (_values.Length - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, _values.Length - 1);
        return _values[below] + ((_values[above] - _values[below]) * (at - below));
    }

    /// <summary>Returns the value of the nearest rank, without interpolation.</summary>
    public double NearestRank(double quantile) => _values[Math.Max((int)Math.Ceiling(quantile * _values.Length) - 1, 0)];
}
