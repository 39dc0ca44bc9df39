namespace Vernier.Testing.Parsing.OpenMetrics;

/// <summary>
/// Summaries: quantiles between 0 and 1, each once and in any order, their values NaN or not negative; count and sum as those of a
/// counter. Every part may be missing.
/// </summary>
internal static class SummaryRules
{
    public static void Check(MetricPoint point, BoundLabel bounds)
    {
        var seen = new HashSet<double>();
        foreach (var sample in point.Samples)
        {
            if (sample.Name == point.Family.Name)
                CheckQuantile(sample, bounds, seen);
            else
                BoundLabel.Refuse(sample, "quantile");
        }

        SampleValues.RequireCount(point.Find("_count"));
        SampleValues.RequireNotNegative(point.Find("_sum"));
        SampleValues.RequireTimestamp(point.Find("_created"));
    }

    private static void CheckQuantile(ParsedSample sample, BoundLabel bounds, HashSet<double> seen)
    {
        var quantile = bounds.Read(sample, "quantile");
        if (quantile is not (>= 0 and <= 1))
            throw new ExpositionParseException(sample.Position, $"the quantile {sample.Labels["quantile"]} is not between 0 and 1");
        if (!seen.Add(quantile))
            throw new ExpositionParseException(sample.Position, $"a second quantile {sample.Labels["quantile"]}");
        if (sample.Value < 0)
            throw new ExpositionParseException(sample.ValuePosition, $"{sample} must not be negative, but is {sample.RawValue}");
    }
}
