namespace Vernier.Testing.Parsing.PrometheusText;

/// <summary>"Each line must have a unique combination of a metric name and labels", whatever its timestamp.</summary>
internal static class SeriesRules
{
    public static void Check(IReadOnlyList<ParsedFamily> families)
    {
        var seen = new HashSet<(string Name, LabelSet Labels)>();
        foreach (var sample in families.SelectMany(family => family.Samples))
        {
            if (!seen.Add((sample.Name, sample.Labels)))
                throw new ExpositionParseException(sample.Position, $"a second sample of the series {sample}");
        }
    }
}
