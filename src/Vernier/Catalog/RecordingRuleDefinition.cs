namespace Vernier.Catalog;

/// <summary>States one recording rule: a query whose result Prometheus keeps as series of its own. Immutable.</summary>
/// <param name="Name">The series' name; by convention <c>level:metric:operations</c>, the level being the labels that are left.</param>
/// <param name="Expression">The query.</param>
public sealed record RecordingRuleDefinition(string Name, PromQLExpression Expression)
{
    /// <summary>What the series tells, for the reference page. Empty by default.</summary>
    public string Description { get; init; } = "";

    /// <summary>Labels that are added to the result; none by default.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>The name, so that the series can be read in PromQL.</summary>
    public override string ToString() => Name;
}
