namespace Vernier.Testing.Parsing.OpenMetrics;

/// <summary>Each state stands in a label named as the family, and is 1 or 0. How many are 1 depends on what the set means.</summary>
internal static class StateSetRules
{
    public static void Check(MetricPoint point)
    {
        foreach (var sample in point.Samples)
        {
            if (!sample.Labels.Has(point.Family.Name))
                throw new ExpositionParseException(sample.Position, $"a state needs the label '{point.Family.Name}'");
            if (sample.Value is not (0 or 1))
                throw new ExpositionParseException(sample.ValuePosition, $"a state must be 0 or 1, but is {sample.RawValue}");
        }
    }
}
