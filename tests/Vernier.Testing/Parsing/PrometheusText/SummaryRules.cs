using Vernier.Testing.Parsing.Lexing;

namespace Vernier.Testing.Parsing.PrometheusText;

/// <summary>
/// Section "Histograms and summaries": each quantile has the label "quantile", and they increase in the order of the lines. The
/// summaries of a family may be interleaved; sum and count may be missing.
/// </summary>
internal static class SummaryRules
{
    public static void Check(ParsedFamily family)
    {
        if (family.Type != ParsedFamilyType.Summary)
            return;
        var previous = new Dictionary<LabelSet, double>();
        foreach (var sample in family.Samples)
        {
            var text = sample.Labels["quantile"];
            if (sample.Name != family.Name)
            {
                if (text is not null)
                    throw new ExpositionParseException(sample.Position, "only a quantile may have the label 'quantile'");
                continue;
            }

            var quantile = text is not null
                ? NumberSyntax.Number(text, sample.Position, "the quantile")
                : throw new ExpositionParseException(sample.Position, "a quantile needs the label 'quantile'");
            if (quantile is not (>= 0 and <= 1))
                throw new ExpositionParseException(sample.Position, $"the quantile {text} is not between 0 and 1");
            var summary = sample.Labels.Without("quantile");
            if (quantile <= previous.GetValueOrDefault(summary, double.NegativeInfinity))
                throw new ExpositionParseException(sample.Position, $"the quantile {text} is not above the one before");
            previous[summary] = quantile;
        }
    }
}
