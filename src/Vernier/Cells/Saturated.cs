namespace Vernier.Cells;

/// <summary>Adds counts that are not negative: a sum above the maximum is the maximum, so that no exposed count ever falls.</summary>
internal static class Saturated
{
    public static long Add(long one, long other)
    {
        var sum = one + other;
        return sum < 0 ? long.MaxValue : sum;
    }
}
