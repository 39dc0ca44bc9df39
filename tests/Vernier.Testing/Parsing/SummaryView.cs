using Vernier.Testing.Parsing.Lexing;

namespace Vernier.Testing.Parsing;

/// <summary>The samples of one summary put together.</summary>
internal sealed record SummaryView(LabelSet Labels, IReadOnlyList<QuantileView> Quantiles, double? Sum, double? Count, double? Created)
{
    /// <exception cref="InvalidOperationException">There are no such samples, or those of several points in time.</exception>
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
