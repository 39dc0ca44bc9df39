namespace Vernier.Testing;

internal readonly record struct DeclaredType(string Name, bool IsGeneric);
