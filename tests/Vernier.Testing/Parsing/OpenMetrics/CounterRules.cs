namespace Vernier.Testing.Parsing.OpenMetrics;

/// <summary>A counter "MUST have one value called Total", "non-NaN" and "starting from 0".</summary>
internal static class CounterRules
{
    public static void Check(MetricPoint point)
    {
        var total = point.Find("_total") ?? throw point.Error("has no total");
        SampleValues.RequireNotNegative(total);
        SampleValues.RequireTimestamp(point.Find("_created"));
    }
}
