namespace Vernier.Registry;

/// <summary>The names that a metric takes: its own, those of its series, and its family's in OpenMetrics. No two metrics may share one.</summary>
internal static class SeriesNames
{
    public static IReadOnlyList<string> Of(MetricDefinition definition)
    {
        var name = definition.Name;
        return definition.Type switch
        {
            MetricType.Counter => WithFamily(name, "_total", "_created"),
            MetricType.Histogram => [name, name + "_bucket", name + "_sum", name + "_count", name + "_created"],
            MetricType.Summary => [name, name + "_sum", name + "_count", name + "_created"],
            MetricType.Info => WithFamily(name, "_info", null),
            _ => [name],
        };
    }

    // OpenMetrics names the family without the suffix, so counter `bar_total` is family `bar` and clashes with gauge `bar`.
    private static string[] WithFamily(string name, string suffix, string? sibling)
    {
        if (!name.EndsWith(suffix, StringComparison.Ordinal) || name.Length == suffix.Length)
            return [name];
        var family = name[..^suffix.Length];
        return sibling is null ? [name, family] : [name, family, family + sibling];
    }
}
