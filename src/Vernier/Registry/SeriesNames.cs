namespace Vernier.Registry;

/// <summary>The names that a metric reserves in a registry: its own, those of its series, and its family's name in OpenMetrics.</summary>
internal static class SeriesNames
{
    // OpenMetrics names the family without the suffix, so counter `bar_total` is family `bar` and clashes with gauge `bar`.
    public static IReadOnlyList<string> Of(MetricDefinition definition) =>
        [.. new[] { definition.Name, MetricSeries.FamilyName(definition.Name, definition.Type) }.Concat(MetricSeries.Of(definition).Select(series => series.Name)).Distinct()];
}
