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

    /// <summary>
    /// Returns whether <see cref="Between"/> would find no difference, without allocating; false if that is not certain. One of the definitions may be
    /// invalid.
    /// </summary>
    public static bool AreEqual(MetricDefinition now, MetricDefinition before)
    {
        if (now == (object)before)
            return true;
        if (now.Type != before.Type || now.Help != before.Help || now.Unit != before.Unit || now.MaxSeries != before.MaxSeries
            || now.ExpireAfter != before.ExpireAfter || now.Exemplars != before.Exemplars
            || !AreEqual(now.ConstantLabels, before.ConstantLabels) || !HaveEqualLabels(now, before))
        {
            return false;
        }
        return (now, before) switch
        {
            (HistogramDefinition one, HistogramDefinition other) => AreEqual(one.Buckets, other.Buckets),
            (SummaryDefinition one, SummaryDefinition other) => AreEqual(one.Quantiles, other.Quantiles) && one.MaxAge == other.MaxAge,
            (StateSetDefinition one, StateSetDefinition other) => AreEqual(one.States, other.States),
            _ => true,
        };
    }

    private static bool HaveEqualLabels(MetricDefinition now, MetricDefinition before)
    {
        // Deriving labels is expensive, and the same type has the same ones.
        if (now.DerivesLabels && before.DerivesLabels && now.GetType() == before.GetType())
            return true;
        var (one, other) = (now.Labels, before.Labels);
        if (one is null || one.Count != other.Count)
            return false;
        for (var i = 0; i < one.Count; i++)
        {
            if (one[i]?.Name != other[i].Name || one[i].MaxValues != other[i].MaxValues || !AreEqual(one[i].Values, other[i].Values))
                return false;
        }
        return true;
    }

    /// <summary>Returns whether two lists have equal elements in the same order.</summary>
    public static bool AreEqual<T>(IReadOnlyList<T>? one, IReadOnlyList<T>? other)
    {
        if (one is null || other is null || one.Count != other.Count)
            return one == other;
        for (var i = 0; i < one.Count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(one[i], other[i]))
                return false;
        }
        return true;
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
