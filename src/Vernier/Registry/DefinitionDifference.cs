namespace Vernier.Registry;

/// <summary>Compares two definitions with the same name.</summary>
internal static class DefinitionDifference
{
    /// <summary>Returns the first difference, as "WHAT is A, but was registered as B"; null if the definitions are equal.</summary>
    public static string? Between(MetricDefinition now, MetricDefinition before)
    {
        foreach ((var what, var a, var b) in Properties(now).Zip(Properties(before), (x, y) => (x.What, x.Value, y.Value)))
        {
            if (a != b)
                return $"{what} is {a}, but was registered as {b}";
        }
        return null;
    }

    // The type comes first, because definitions of one type have the same properties.
    private static IEnumerable<(string What, string Value)> Properties(MetricDefinition d)
    {
        yield return ("the type", d.Type.ToString());
        yield return ("the help text", $"'{d.Help}'");
        yield return ("the unit", d.Unit ?? "none");
        yield return ("the set of labels", List(d.Labels.Select(l => l.Name)));
        foreach (var label in d.Labels)
        {
            yield return ($"the set of values of the label '{label.Name}'", label.Values is null ? "open" : List(label.Values));
            yield return ($"the limit of the label '{label.Name}'", $"{label.MaxValues}");
        }
        yield return ("the set of constant labels", List(d.ConstantLabels.Select(l => $"{l.Key}={l.Value}")));
        yield return ("the limit of series", $"{d.MaxSeries}");
        yield return ("the time of expiry", d.ExpireAfter?.ToString() ?? "none");
        yield return ("the capture of exemplars", d.Exemplars ? "on" : "off");
        switch (d)
        {
            case HistogramDefinition histogram:
                yield return ("the set of buckets", List(histogram.Buckets));
                break;
            case SummaryDefinition summary:
                yield return ("the set of quantiles", List(summary.Quantiles));
                yield return ("the window", summary.MaxAge.ToString());
                break;
            case StateSetDefinition states:
                yield return ("the set of states", List(states.States));
                break;
        }
    }

    // Commas within an item are escaped: ["a, b"] is not ["a", "b"].
    private static string List<T>(IEnumerable<T> items) => $"[{string.Join(", ", items.Select(i =>
        FormattableString.Invariant($"{i}").Replace(@"\", @"\\", StringComparison.Ordinal).Replace(",", @"\,", StringComparison.Ordinal)))}]";
}
