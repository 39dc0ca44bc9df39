namespace Vernier.Instruments;

/// <summary>
/// Counts values in buckets whose width is 1/128 of the lower end of their octave, so that each quantile has a relative error of at most 0.4 % (half of
/// 1/128) for any distribution. The bucket of a value consists of its upper bits: sign, exponent, and seven bits of the mantissa, which increase
/// with the value for positive doubles (IEEE 754). Zero has a separate bucket; negative values mirror positive ones. Not
/// thread-safe, but another thread may add the sketch to its own while values are added to it.
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
        _min = Math.Min(_min, value);
        _max = Math.Max(_max, value);
        if (value > 0)
            _positive.Add(Bucket(value));
        else if (value < 0)
            _negative.Add(Bucket(-value));
        else
            _zeros++;
    }

    /// <summary>Adds the values of another sketch, to which another thread may add values meanwhile.</summary>
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
        // A value that another thread was adding may be counted without being in the range yet.
        var estimate = Estimate(quantile);
        return _min <= _max ? Math.Clamp(estimate, _min, _max) : estimate;
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

        // Replaced as a whole, so that another thread sees octaves that belong to the first one.
        private Range _range = new(0, []);

        public long Total { get; private set; }

        public void Add(int bucket)
        {
            Octave(bucket >> MantissaBits)[bucket & (OctaveSize - 1)]++;
            Total++;
        }

        public void Add(Side other)
        {
            var range = Volatile.Read(ref other._range);
            for (var i = 0; i < range.Octaves.Length; i++)
            {
                if (Volatile.Read(ref range.Octaves[i]) is not { } counts)
                    continue;
                var sums = Octave(range.First + i);
                for (var j = 0; j < OctaveSize; j++)
                {
                    // Read once: the total must be that of the buckets.
                    var count = Volatile.Read(ref counts[j]);
                    sums[j] += count;
                    Total += count;
                }
            }
        }

        public void Clear()
        {
            foreach (var counts in _range.Octaves)
                Array.Clear(counts ?? []);
            Total = 0;
        }

        /// <summary>Returns the bucket of the value with this rank, from 1 to <see cref="Total"/>, counted from zero outwards.</summary>
        public int BucketAt(long rank)
        {
            for (var i = 0; ; i++)
            {
                if (_range.Octaves[i] is not { } counts)
                    continue;
                for (var j = 0; j < OctaveSize; j++)
                {
                    rank -= counts[j];
                    if (rank <= 0)
                        return ((_range.First + i) << MantissaBits) + j;
                }
            }
        }

        private long[] Octave(int octave)
        {
            var range = _range;
            if ((uint)(octave - range.First) >= (uint)range.Octaves.Length)
                range = Extend(octave);
            return range.Octaves[octave - range.First] ??= new long[OctaveSize];
        }

        private Range Extend(int octave)
        {
            (var oldFirst, var old) = _range;
            if (old.Length == 0)
                oldFirst = octave;
            var first = Math.Min(oldFirst, octave);
            var octaves = new long[]?[Math.Max(oldFirst + old.Length, octave + 1) - first];
            old.CopyTo(octaves, oldFirst - first);
            var range = new Range(first, octaves);
            Volatile.Write(ref _range, range);
            return range;
        }

        /// <summary>The counts by octave.</summary>
        private sealed record Range(int First, long[]?[] Octaves);
    }
}
