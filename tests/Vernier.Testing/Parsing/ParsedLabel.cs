namespace Vernier.Testing.Parsing;

/// <summary>One label, its value without the escaping.</summary>
internal readonly record struct ParsedLabel(string Name, string Value);
