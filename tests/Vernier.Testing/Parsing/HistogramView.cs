using Vernier.Testing.Parsing.Lexing;

namespace Vernier.Testing.Parsing;

/// <summary>The samples of one histogram. For a gauge histogram, sum and count are its "_gsum" and "_gcount".</summary>
internal sealed record HistogramView(LabelSet Labels, IReadOnlyList<BucketView> Buckets, double? Sum, double? Count, double? Created)
{
    /// <exception cref="InvalidOperationException">No such samples exist, or samples of several points in time.</exception>
    public static HistogramView From(ParsedFamily family, LabelSet labels, IEnumerable<ParsedSample> samples)
    {
        var point = SamplesByName.Of(family, labels, samples, "_bucket");
        return new HistogramView(
            labels,
            [.. point.Repeated.Select(Bucket)],
            point.Single("_sum") ?? point.Single("_gsum"),
            point.Single("_count") ?? point.Single("_gcount"),
            point.Single("_created"));
    }

    private static BucketView Bucket(ParsedSample sample)
    {
        var bound = sample.Labels["le"]!;
        return new BucketView(NumberSyntax.Number(bound, sample.Position, "the bucket bound"), bound, sample.Value, sample.Exemplar);
    }
}

/// <summary>One bucket of a histogram: its bound, the bound as spelled in the label, and the number of observations up to it.</summary>
internal sealed record BucketView(double UpperBound, string RawUpperBound, double CumulativeCount, ParsedExemplar? Exemplar);
