using System.Buffers.Text;
using System.Text;

namespace Vernier.Benchmarks.Consistency;

/// <summary>
/// The samples of the only histogram of a scrape in the Prometheus text format. Each observed value is a bound, so the buckets determine the sum. The numbers
/// are whole and below 2^53, so the sum is exact. Reading allocates nothing.
/// </summary>
internal readonly ref struct ExposedHistogram
{
    /// <summary>The bounds of the buckets, and the observed values.</summary>
    public static readonly double[] Values = [1, 2, 4, 8];

    private readonly ReadOnlySpan<byte> _text;
    private readonly double _infinity;
    private readonly double _sum;
    private readonly double _sumOfBuckets;
    private readonly bool _areBucketsAscending;

    public ExposedHistogram(ReadOnlySpan<byte> text)
    {
        _text = text;
        (_infinity, _sum, Count, _areBucketsAscending) = (-1, -1, -1, true);
        (var below, var bucket) = (0d, 0);
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (line.IsEmpty || line[0] == '#')
                continue;
            if (!Utf8Parser.TryParse(line[(line.LastIndexOf((byte)' ') + 1)..], out double value, out _))
                throw new FormatException($"A sample has no value: {Encoding.UTF8.GetString(line)}");
            if (line.IndexOf("_bucket{le=\"+Inf\""u8) >= 0)
            {
                _infinity = value;
            }
            else if (line.IndexOf("_bucket{"u8) >= 0)
            {
                _areBucketsAscending &= value >= below;
                _sumOfBuckets += (value - below) * Values[bucket++];
                below = value;
            }
            else if (line.IndexOf("_sum "u8) >= 0)
            {
                _sum = value;
            }
            else if (line.IndexOf("_count "u8) >= 0)
            {
                Count = value;
            }
        }
    }

    /// <summary>The sample <c>_count</c>.</summary>
    public double Count { get; }

    /// <summary>Whether <c>_count</c> equals the <c>+Inf</c> bucket, <c>_sum</c> is the sum of the observations in the buckets, and no bucket is lower than the one before.</summary>
    public bool IsConsistent => Count >= 0 && Count == _infinity && _sum == _sumOfBuckets && _areBucketsAscending;

    public override string ToString() => Encoding.UTF8.GetString(_text);
}
