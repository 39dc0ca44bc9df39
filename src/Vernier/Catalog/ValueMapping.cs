namespace Vernier.Catalog;

/// <summary>A word that a panel shows instead of a number. Immutable.</summary>
/// <param name="Value">The number.</param>
/// <param name="Text">The word.</param>
/// <param name="Color">Its colour.</param>
public sealed record ValueMapping(double Value, string Text, PanelColor Color);
