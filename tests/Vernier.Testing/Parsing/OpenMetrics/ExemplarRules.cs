using Vernier.Testing.Parsing.Lexing;

namespace Vernier.Testing.Parsing.OpenMetrics;

/// <summary>
/// Only totals and buckets have exemplars. The label names and values of an exemplar have at most 128 code points in total, and the value of an
/// exemplar of a bucket is at most its bound, because buckets are cumulative.
/// </summary>
internal static class ExemplarRules
{
    private const int MaxCodePoints = 128;

    public static void Check(ParsedFamily family)
    {
        foreach (var sample in family.Samples)
        {
            if (sample.Exemplar is not null)
                Check(family, sample, sample.Exemplar);
        }
    }

    private static void Check(ParsedFamily family, ParsedSample sample, ParsedExemplar exemplar)
    {
        var isTotal = family.Type is ParsedFamilyType.Counter && sample.Name == family.Name + "_total";
        var isBucket = family.Type is ParsedFamilyType.Histogram or ParsedFamilyType.GaugeHistogram && sample.Name == family.Name + "_bucket";
        if (!isTotal && !isBucket)
            throw new ExpositionParseException(exemplar.Position, $"{sample.Name} of the {family.Type} '{family.Name}' must not have an exemplar");

        var length = exemplar.Labels.Sum(label => CodePoints(label.Name) + CodePoints(label.Value));
        if (length > MaxCodePoints)
            throw new ExpositionParseException(exemplar.Position, $"the exemplar's labels have {length} characters, the limit is {MaxCodePoints}");

        // The bound has been checked and is a number. The condition rejects NaN, too.
        if (isBucket && !(exemplar.Value <= Bound(sample)))
            throw new ExpositionParseException(exemplar.Position, $"the exemplar's value {exemplar.RawValue} is outside the bucket {sample.Labels["le"]}");
    }

    private static int CodePoints(string text) => text.EnumerateRunes().Count();

    private static double Bound(ParsedSample bucket) => NumberSyntax.Number(bucket.Labels["le"]!, bucket.Position, "the bucket bound");
}
