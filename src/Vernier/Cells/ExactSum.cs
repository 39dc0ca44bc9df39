using System.Numerics;
using System.Runtime.InteropServices;

namespace Vernier.Cells;

/// <summary>
/// A sum of doubles that does not depend on their order: the rounding error of each addition is summed separately, and added at the end (TwoSum by
/// Knuth, The Art of Computer Programming, volume 2, 4.2.2, theorem B). The order in which threads are summed changes when one of them ends; without
/// this, a counter could decrease by its last bit, which Prometheus would take for a reset. Not thread-safe.
/// </summary>
internal struct ExactSum
{
    private double _sum;
    private double _lost;

    /// <summary>The sum, rounded once.</summary>
    public readonly double Value => double.IsFinite(_sum) ? _sum + _lost : _sum;

    /// <summary>The sum so far, and the sum of the rounding errors.</summary>
    public readonly (double Sum, double Lost) Parts => (_sum, _lost);

    public void Add(double value)
    {
        var sum = _sum + value;
        var added = sum - _sum;
        _lost += _sum - (sum - added) + (value - added);
        _sum = sum;
    }

    public void Add(in ExactSum other)
    {
        Add(other._sum);
        _lost += other._lost;
    }

    /// <summary>Adds each of many values to its own sum, several at a time. The result is the same as that of <see cref="Add(double)"/>.</summary>
    /// <param name="sums">The sums, a multiple of the vector's length; at least as many as values.</param>
    /// <param name="lost">The rounding errors of the sums.</param>
    /// <param name="values">The values: none, or one for each sum.</param>
    /// <param name="next">
    /// The values of the next call, which are loaded into the cache meanwhile. The processor does not do this itself, because they are in another page.
    /// </param>
    public static void AddAll(Span<double> sums, Span<double> lost, ReadOnlySpan<double> values, ReadOnlySpan<double> next)
    {
        var sumVectors = MemoryMarshal.Cast<double, Vector<double>>(sums);
        var lostVectors = MemoryMarshal.Cast<double, Vector<double>>(lost);
        var valueVectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        var nextVectors = MemoryMarshal.Cast<double, Vector<double>>(next);
        for (var i = 0; i < valueVectors.Length && i < sumVectors.Length && i < lostVectors.Length; i++)
        {
            if (i < nextVectors.Length)
                CachePrefetch.Load(in nextVectors[i]);
            var before = sumVectors[i];
            var value = valueVectors[i];
            var sum = before + value;
            var added = sum - before;
            lostVectors[i] += before - (sum - added) + (value - added);
            sumVectors[i] = sum;
        }
    }

    /// <summary>Replaces each sum by its <see cref="Value"/>.</summary>
    public static void CompleteAll(Span<double> sums, ReadOnlySpan<double> lost)
    {
        for (var i = 0; i < sums.Length; i++)
            sums[i] = new ExactSum { _sum = sums[i], _lost = lost[i] }.Value;
    }
}
