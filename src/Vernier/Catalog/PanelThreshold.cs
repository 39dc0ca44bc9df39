namespace Vernier.Catalog;

/// <summary>A value from which on a panel uses a colour. Immutable.</summary>
/// <param name="From">The value, in the panel's unit.</param>
/// <param name="Color">The colour.</param>
public sealed record PanelThreshold(double From, PanelColor Color);
