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

    public void Add(double value)
    {
        var sum = _sum + value;
        var added = sum - _sum;
        _lost += _sum - (sum - added) + (value - added);
        _sum = sum;
    }
}
