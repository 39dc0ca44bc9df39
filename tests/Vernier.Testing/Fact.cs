namespace Vernier.Testing;

/// <summary>The label set of an info metric in tests.</summary>
internal readonly record struct Fact(string Version);
