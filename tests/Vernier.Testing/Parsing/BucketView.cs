namespace Vernier.Testing.Parsing;

/// <summary>One bucket of a histogram: its bound, the bound as spelt in the label, and how many observations were at most that.</summary>
internal sealed record BucketView(double UpperBound, string RawUpperBound, double CumulativeCount, ParsedExemplar? Exemplar);
