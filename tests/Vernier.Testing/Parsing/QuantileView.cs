namespace Vernier.Testing.Parsing;

/// <summary>One quantile of a summary, and the quantile as spelt in the label.</summary>
internal sealed record QuantileView(double Quantile, string RawQuantile, double Value);
