namespace Vernier.Tests.Architecture;

internal readonly record struct DeclaredType(string Name, bool IsGeneric);
