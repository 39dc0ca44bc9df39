namespace Vernier.Testing.Parsing.OpenMetrics;

/// <summary>
/// Histograms and gauge histograms: buckets sorted, cumulative and ending with +Inf; a count if and only if a sum exists, equal to the
/// +Inf bucket; no sum of a histogram, and so no count, when a bucket has a negative bound. The gauge's sum may then be negative.
/// </summary>
internal static class HistogramRules
{
    public static void Check(MetricPoint point, BoundLabel bounds)
    {
        var isGauge = point.Family.Type == ParsedFamilyType.GaugeHistogram;
        ParsedSample? sum = point.Find(isGauge ? "_gsum" : "_sum"), count = point.Find(isGauge ? "_gcount" : "_count");
        var samples = point.Samples.ToLookup(sample => sample.Name == point.Family.Name + "_bucket");
        ParsedSample[] buckets = [.. samples[true]];
        foreach (var sample in samples[false])
            BoundLabel.Refuse(sample, "le");

        var infinite = CheckBuckets(point, buckets, bounds);
        if (count is not null && count.Value != infinite.Value)
            throw new ExpositionParseException(count.ValuePosition, $"the count {count.RawValue} is not that of the +Inf bucket, {infinite.RawValue}");
        if (sum is null != count is null)
            throw point.Error(sum is null ? "has a count but no sum" : "has a sum but no count");

        var mayBeNegative = bounds.Read(buckets[0], "le") < 0;
        if (sum is not null && mayBeNegative && !isGauge)
            throw new ExpositionParseException(sum.Position, "a histogram with a negative bucket bound must not have a sum");
        SampleValues.RequireNotNaN(sum);
        if (!mayBeNegative)
            SampleValues.RequireNotNegative(sum);
        SampleValues.RequireTimestamp(point.Find("_created"));
    }

    /// <summary>Returns the +Inf bucket.</summary>
    private static ParsedSample CheckBuckets(MetricPoint point, ParsedSample[] buckets, BoundLabel bounds)
    {
        double? previousBound = null;
        double previousCount = 0;
        foreach (var bucket in buckets)
        {
            var bound = bounds.Read(bucket, "le");
            if (bound <= previousBound)
                throw new ExpositionParseException(bucket.Position, $"the bucket bound {bucket.Labels["le"]} is not above the one before");
            SampleValues.RequireCount(bucket);
            if (bucket.Value < previousCount)
                throw new ExpositionParseException(bucket.ValuePosition, $"the bucket count {bucket.RawValue} is less than the one before");
            (previousBound, previousCount) = (bound, bucket.Value);
        }

        return previousBound == double.PositiveInfinity ? buckets[^1] : throw point.Error("has no bucket le=\"+Inf\"");
    }
}
