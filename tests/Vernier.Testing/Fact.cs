namespace Vernier.Testing;

/// <summary>The label set of an info metric that a test needs only to be there.</summary>
internal readonly record struct Fact(string Version);
