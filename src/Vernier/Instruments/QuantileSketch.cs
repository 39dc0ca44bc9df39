namespace Vernier.Instruments;

/// <summary>
/// Counts values in buckets whose width is 1/128 of the lower end of their octave, so that each quantile has a relative error of at most 0.4 % (half of
/// 1/128) for any distribution. The bucket of a value consists of its upper bits: sign, exponent, and seven bits of the mantissa, which increase
/// with the value for positive doubles (IEEE 754). Zero has a separate bucket; negative values mirror positive ones. Not thread-safe.
/// </summary>
internal sealed class QuantileSketch
{
    private const int MantissaBits = 7;
    private const int Shift = 52 - MantissaBits;

    private readonly Side _positive = new();
    private readonly Side _negative = new();
    private long _zeros;

    // A quantile is never outside the range of the values: the middle of a bucket could be above 1 although all values are 1 or less.
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;

    public long Count => _positive.Total + _negative.Total + _zeros;

    public void Add(double value)
    {
        if (value > 0)
            _positive.Add(Bucket(value));
        else if (value < 0)
            _negative.Add(Bucket(-value));
        else
            _zeros++;
        _min = Math.Min(_min, value);
        _max = Math.Max(_max, value);
    }

    public void Add(QuantileSketch other)
    {
        _positive.Add(other._positive);
        _negative.Add(other._negative);
        _zeros += other._zeros;
        _min = Math.Min(_min, other._min);
        _max = Math.Max(_max, other._max);
    }

    public void Clear()
    {
        _positive.Clear();
        _negative.Clear();
        _zeros = 0;
        _min = double.PositiveInfinity;
        _max = double.NegativeInfinity;
    }

    /// <summary>Returns the value at a quantile by the nearest-rank method; NaN without values.</summary>
    public double Quantile(double quantile)
    {
        if (Count == 0)
            return double.NaN;
        return Math.Clamp(Estimate(quantile), _min, _max);
    }

    private double Estimate(double quantile)
    {
        // Computed in decimal, as the quantile was written: as doubles, 0.07 of 100 values would be the eighth value.
        var rank = Math.Max(1, (long)Math.Ceiling((decimal)quantile * Count));
        if (rank <= _negative.Total)
            return -Middle(_negative.BucketAt(_negative.Total - rank + 1));
        rank -= _negative.Total;
        return rank <= _zeros ? 0 : Middle(_positive.BucketAt(rank - _zeros));
    }

    private static int Bucket(double magnitude) => (int)(BitConverter.DoubleToUInt64Bits(magnitude) >> Shift);

    private static double Middle(int bucket)
    {
        var low = BitConverter.UInt64BitsToDouble((ulong)bucket << Shift);
        var high = BitConverter.UInt64BitsToDouble((ulong)(bucket + 1) << Shift);
        return double.IsFinite(high) ? low + ((high - low) / 2) : low;
    }

    /// <summary>
    /// The counts of one sign by octave. Only octaves with values use memory, so an outlier, even an infinite one, costs a kilobyte and no
    /// accuracy.
    /// </summary>
    private sealed class Side
    {
        private const int OctaveSize = 1 << MantissaBits;

        private long[]?[] _octaves = [];
        private int _first;

        public long Total { get; private set; }

        public void Add(int bucket)
        {
            Octave(bucket >> MantissaBits)[bucket & (OctaveSize - 1)]++;
            Total++;
        }

        public void Add(Side other)
        {
            for (var i = 0; i < other._octaves.Length; i++)
            {
                if (other._octaves[i] is not { } counts)
                    continue;
                var sums = Octave(other._first + i);
                for (var j = 0; j < OctaveSize; j++)
                    sums[j] += counts[j];
            }
            Total += other.Total;
        }

        public void Clear()
        {
            foreach (var counts in _octaves)
                Array.Clear(counts ?? []);
            Total = 0;
        }

        /// <summary>Returns the bucket of the value with this rank, from 1 to <see cref="Total"/>, counted from zero outwards.</summary>
        public int BucketAt(long rank)
        {
            for (var i = 0; ; i++)
            {
                if (_octaves[i] is not { } counts)
                    continue;
                for (var j = 0; j < OctaveSize; j++)
                {
                    rank -= counts[j];
                    if (rank <= 0)
                        return ((_first + i) << MantissaBits) + j;
                }
            }
        }

        private long[] Octave(int octave)
        {
            if ((uint)(octave - _first) >= (uint)_octaves.Length)
                Extend(octave);
            return _octaves[octave - _first] ??= new long[OctaveSize];
        }

        private void Extend(int octave)
        {
            if (_octaves.Length == 0)
                _first = octave;
            var first = Math.Min(_first, octave);
            var end = Math.Max(_first + _octaves.Length, octave + 1);
            var octaves = new long[]?[end - first];
            _octaves.CopyTo(octaves, _first - first);
            _octaves = octaves;
            _first = first;
        }
    }
}
