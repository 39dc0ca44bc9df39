namespace Vernier.Catalog;

/// <summary>Defines a recording rule: a query whose result Prometheus stores as new series. Immutable.</summary>
/// <param name="Name">The name of the series, by convention <c>level:metric:operations</c>, where the level is the remaining labels.</param>
/// <param name="Expression">The query.</param>
public sealed record RecordingRuleDefinition(string Name, PromQLExpression Expression)
{
    /// <summary>Gets the description on the reference page. Empty by default.</summary>
    public string Description { get; init; } = "";

    /// <summary>Gets the labels that are added to the result. Empty by default.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init => field = value is null ? value! : [.. value]; } = [];

    /// <summary>Returns the name, so that the rule can be interpolated into PromQL.</summary>
    public override string ToString() => Name;
}
