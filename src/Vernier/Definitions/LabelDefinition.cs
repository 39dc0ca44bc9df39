using Vernier.Definitions;

namespace Vernier;

/// <summary>Defines a label of a metric: its name and the values that it may have. Immutable.</summary>
/// <param name="Name">The name of the label: <c>[a-zA-Z_][a-zA-Z0-9_]*</c>, not starting with <c>__</c>, and neither <c>le</c> nor <c>quantile</c>.</param>
public sealed record LabelDefinition(string Name)
{
    /// <summary>
    /// Gets all values that the label can have, if they are known in advance: different ones, as they are exposed. Null (the default) for any value.
    /// </summary>
    public IReadOnlyList<string>? Values { get; init => field = value is null ? value : [.. value.Select(LabelValue.Normalize)]; }

    /// <summary>
    /// Gets the maximum number of different values, if they are not known in advance. Further values are folded into <c>_overflow</c> and counted in
    /// <c>vernier_series_overflows_total</c>. 0 (the default) for no limit besides <see cref="MetricDefinition.MaxSeries"/>.
    /// </summary>
    public int MaxValues { get; init; }

    /// <summary>Gets the description of the label on reference pages. Empty by default.</summary>
    public string Description { get; init; } = "";

    /// <summary>Gets the property of the label set that the label is derived from; null for a label that is defined by name.</summary>
    internal string? Property { get; init; }

    /// <summary>Returns the name of the label, so that a label can be interpolated into PromQL.</summary>
    public override string ToString() => Name;
}
