namespace Vernier.Catalog;

/// <summary>One query of a panel. Immutable.</summary>
/// <param name="Expression">The query.</param>
/// <param name="Legend">How a series is named, with labels in double braces: <c>{{handler}}</c>. Empty for Grafana's own choice.</param>
public sealed record PanelQuery(PromQLExpression Expression, string Legend = "");
