namespace Vernier.Testing.Parsing.OpenMetrics;

/// <summary>"The Sample value MUST always be 1."</summary>
internal static class InfoRules
{
    public static void Check(MetricPoint point)
    {
        foreach (var sample in point.Samples)
        {
            if (sample.Value != 1)
                throw new ExpositionParseException(sample.ValuePosition, $"an info must be 1, but is {sample.RawValue}");
        }
    }
}
