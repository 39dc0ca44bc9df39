using Vernier.Testing.Parsing.Lexing;

namespace Vernier.Testing.Parsing;

/// <summary>The samples of one summary.</summary>
internal sealed record SummaryView(LabelSet Labels, IReadOnlyList<QuantileView> Quantiles, double? Sum, double? Count, double? Created)
{
    /// <exception cref="InvalidOperationException">No such samples exist, or samples of several points in time.</exception>
    public static SummaryView From(ParsedFamily family, LabelSet labels, IEnumerable<ParsedSample> samples)
    {
        var point = SamplesByName.Of(family, labels, samples, "");
        return new SummaryView(
            labels,
            [.. point.Repeated.Select(Quantile)],
            point.Single("_sum"),
            point.Single("_count"),
            point.Single("_created"));
    }

    private static QuantileView Quantile(ParsedSample sample)
    {
        var quantile = sample.Labels["quantile"]!;
        return new QuantileView(NumberSyntax.Number(quantile, sample.Position, "the quantile"), quantile, sample.Value);
    }
}

/// <summary>One quantile of a summary, and the quantile as spelled in the label.</summary>
internal sealed record QuantileView(double Quantile, string RawQuantile, double Value);
