namespace Vernier.Cells;

/// <summary>
/// A sum of doubles that does not depend on their order: what rounding takes away from each addition is summed too, and added at the end (TwoSum
/// by Knuth, The Art of Computer Programming, volume 2, 4.2.2, theorem B). The order in which threads are summed changes when one of them ends, and a
/// counter that went down by its last bit would be taken for one that began anew. Not thread-safe.
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
