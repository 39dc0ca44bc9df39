namespace Vernier.Registry;

/// <summary>The names that a metric reserves in a registry: its own, those of its series, and its family's name in OpenMetrics.</summary>
internal static class SeriesNames
{
    // OpenMetrics names the family without the suffix, so counter `bar_total` is family `bar` and clashes with gauge `bar`.
    public static IReadOnlyList<string> Of(MetricDefinition definition)
    {
        List<string> names = [definition.Name];
        Add(names, MetricSeries.FamilyName(definition.Name, definition.Type));
        foreach (var series in MetricSeries.Of(definition))
            Add(names, series.Name);
        return names;
    }

    private static void Add(List<string> names, string name)
    {
        if (!names.Contains(name))
            names.Add(name);
    }
}
