using Vernier.Testing.Parsing.Lexing;

namespace Vernier.Testing.Parsing.PrometheusText;

/// <summary>
/// Section "Histograms and summaries": each bucket has a "le", the bounds increase in the order of the lines, and a "+Inf" bucket exists
/// whose value equals the count. The histograms of a family may be interleaved.
/// </summary>
internal static class HistogramRules
{
    public static void Check(ParsedFamily family)
    {
        if (family.Type != ParsedFamilyType.Histogram)
            return;
        foreach (var sample in family.Samples)
        {
            var isBucket = IsBucket(family, sample);
            if (isBucket != sample.Labels.Has("le"))
                throw new ExpositionParseException(sample.Position, isBucket ? "a bucket needs the label 'le'" : "only a bucket may have the label 'le'");
        }

        foreach (var histogram in family.Samples.GroupBy(sample => sample.Labels.Without("le")))
            Check(family, histogram.Key, [.. histogram]);
    }

    private static void Check(ParsedFamily family, LabelSet labels, ParsedSample[] samples)
    {
        var at = samples[0].Position;
        var infinite = CheckBuckets(samples.Where(sample => IsBucket(family, sample)));
        if (infinite is null)
            throw new ExpositionParseException(at, $"the histogram {family.Name}{labels} has no bucket le=\"+Inf\"");
        var count = Array.Find(samples, sample => sample.Name == family.Name + "_count")
            ?? throw new ExpositionParseException(at, $"the histogram {family.Name}{labels} has no count");
        if (count.Value != infinite.Value)
            throw new ExpositionParseException(count.ValuePosition, $"the count {count.RawValue} is not that of the +Inf bucket, {infinite.RawValue}");
    }

    /// <summary>Returns the +Inf bucket, or null if it is missing.</summary>
    private static ParsedSample? CheckBuckets(IEnumerable<ParsedSample> buckets)
    {
        double? previousBound = null;
        double previousCount = 0;
        ParsedSample? infinite = null;
        foreach (var bucket in buckets)
        {
            var le = bucket.Labels["le"]!;
            var bound = NumberSyntax.Number(le, bucket.Position, "the bucket bound");
            if (double.IsNaN(bound))
                throw new ExpositionParseException(bucket.Position, "the bucket bound must not be NaN");
            if (double.IsPositiveInfinity(bound) && le != "+Inf")
                throw new ExpositionParseException(bucket.Position, $"the infinite bound must be spelled +Inf, not {le}");
            if (bound <= previousBound)
                throw new ExpositionParseException(bucket.Position, $"the bucket bound {le} is not above the one before");

            // The condition rejects NaN, too.
            if (!(bucket.Value >= previousCount))
                throw new ExpositionParseException(bucket.ValuePosition, $"the bucket count {bucket.RawValue} is less than the one before, or than 0");
            (previousBound, previousCount) = (bound, bucket.Value);
            infinite = double.IsPositiveInfinity(bound) ? bucket : null;
        }

        return infinite;
    }

    private static bool IsBucket(ParsedFamily family, ParsedSample sample) => sample.Name == family.Name + "_bucket";
}
