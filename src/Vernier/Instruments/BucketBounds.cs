using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vernier.Instruments;

/// <summary>The upper bounds of a histogram, shared by its series. Finds the bucket of a value.</summary>
internal sealed class BucketBounds
{
    /// <summary>Up to this number of bounds, comparing with all of them, four at a time and without branches to mispredict, is faster than a binary search.</summary>
    private const int MaxCompared = 64;

    private readonly double[] _bounds;
    private readonly double[] _compared; // Padded to a multiple of the vector's length with +Inf, which no value exceeds.

    public BucketBounds(IReadOnlyList<double> bounds)
    {
        _bounds = [.. bounds];
        var width = Vector256<double>.Count;
        _compared = new double[(_bounds.Length + width - 1) / width * width];
        for (var i = 0; i < _compared.Length; i++)
            _compared[i] = i < _bounds.Length ? _bounds[i] : double.PositiveInfinity;
    }

    /// <summary>The number of bounds; the number of buckets is one more, because of +Inf.</summary>
    public int Count => _bounds.Length;

    public ReadOnlySpan<double> Values => _bounds;

    /// <summary>Returns the index of the bucket of a value, which is the number of bounds below the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(double value)
    {
        var compared = _compared;
        if (compared.Length > MaxCompared)
            return BinarySearch(value);

        var values = Vector256.Create(value);
        ref var start = ref MemoryMarshal.GetArrayDataReference(compared);
        var below = 0;
        for (nuint i = 0; i < (nuint)compared.Length; i += (nuint)Vector256<double>.Count)
            below += BitOperations.PopCount(Vector256.GreaterThan(values, Vector256.LoadUnsafe(ref start, i)).ExtractMostSignificantBits());
        return below;
    }

    private int BinarySearch(double value)
    {
        var at = Array.BinarySearch(_bounds, value);
        return at < 0 ? ~at : at;
    }
}
