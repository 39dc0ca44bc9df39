using System.Numerics;

namespace Vernier.Instruments;

/// <summary>
/// Counts values in buckets that are 1/128 of an octave's lower end wide, so that any quantile is known to 0.4 % of its value (half of 1/128),
/// whatever the distribution. The bucket of a value is the top of its bits: sign, exponent, and seven bits of the mantissa, which for
/// positive doubles grow with the value (IEEE 754). Zero is a bucket of its own, negative values mirror the positive ones. Not thread-safe.
/// </summary>
internal sealed class QuantileSketch
{
    private const int MantissaBits = 7;
    private const int Shift = 52 - MantissaBits;

    /// <summary>Past this many buckets on one side (32 octaves) the values next to zero share one.</summary>
    private const int MaxBuckets = 32 << MantissaBits;

    private readonly Side _positive = new();
    private readonly Side _negative = new();
    private long _zeros;

    public long Count => _positive.Total + _negative.Total + _zeros;

    public void Add(double value)
    {
        if (value > 0)
            _positive.Add(Bucket(value), 1);
        else if (value < 0)
            _negative.Add(Bucket(-value), 1);
        else
            _zeros++;
    }

    public void Add(QuantileSketch other)
    {
        _positive.Add(other._positive);
        _negative.Add(other._negative);
        _zeros += other._zeros;
    }

    public void Clear()
    {
        _positive.Clear();
        _negative.Clear();
        _zeros = 0;
    }

    /// <summary>The value at a quantile by the nearest rank; NaN without values.</summary>
    public double Quantile(double quantile)
    {
        if (Count == 0)
            return double.NaN;
        long rank = Math.Max(1, (long)Math.Ceiling(quantile * Count));
        if (rank <= _negative.Total)
            return -Middle(_negative.BucketAt(_negative.Total - rank + 1));
        rank -= _negative.Total;
        return rank <= _zeros ? 0 : Middle(_positive.BucketAt(rank - _zeros));
    }

    private static int Bucket(double magnitude) => (int)(BitConverter.DoubleToUInt64Bits(magnitude) >> Shift);

    private static double Middle(int bucket)
    {
        double low = BitConverter.UInt64BitsToDouble((ulong)bucket << Shift);
        double high = BitConverter.UInt64BitsToDouble((ulong)(bucket + 1) << Shift);
        return double.IsFinite(high) ? (low + high) / 2 : low;
    }

    /// <summary>The counts of one sign, for a range of buckets that grows to both ends.</summary>
    private sealed class Side
    {
        private long[] _counts = [];
        private int _first;

        public long Total { get; private set; }

        public void Add(int bucket, long count)
        {
            if ((uint)(bucket - _first) >= (uint)_counts.Length)
                bucket = MakeRoom(bucket);
            _counts[bucket - _first] += count;
            Total += count;
        }

        public void Add(Side other)
        {
            // From the largest down, so that the range is wide enough at once and only small values can be folded.
            for (int i = other._counts.Length - 1; i >= 0; i--)
            {
                if (other._counts[i] != 0)
                    Add(other._first + i, other._counts[i]);
            }
        }

        public void Clear()
        {
            Array.Clear(_counts);
            Total = 0;
        }

        /// <summary>The bucket that holds the value of this rank, counted from zero outwards, from 1.</summary>
        public int BucketAt(long rank)
        {
            int i = 0;
            while (rank > _counts[i])
                rank -= _counts[i++];
            return _first + i;
        }

        /// <summary>Widens the range to hold the bucket; returns the bucket, or the lowest one kept when it lies too far below the others.</summary>
        private int MakeRoom(int bucket)
        {
            int end = _counts.Length == 0 ? bucket + 1 : Math.Max(_first + _counts.Length, bucket + 1);
            int first = Math.Max(_counts.Length == 0 ? bucket : Math.Min(_first, bucket), end - MaxBuckets);
            int length = Math.Min((int)BitOperations.RoundUpToPowerOf2((uint)(end - first)), MaxBuckets);
            first = Math.Max(0, end - length);

            var counts = new long[length];
            for (int i = 0; i < _counts.Length; i++)
                counts[Math.Max(_first + i - first, 0)] += _counts[i];
            _counts = counts;
            _first = first;
            return Math.Max(bucket, first);
        }
    }
}
