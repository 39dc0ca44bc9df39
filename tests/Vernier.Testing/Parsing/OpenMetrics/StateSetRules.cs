namespace Vernier.Testing.Parsing.OpenMetrics;

/// <summary>Each state is the value of a label with the name of the family, and its sample is 1 or 0. Any number of states may be 1.</summary>
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
