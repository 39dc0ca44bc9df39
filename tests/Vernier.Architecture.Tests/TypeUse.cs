namespace Vernier.Architecture.Tests;

/// <summary>The code of one type names another type of the same assembly.</summary>
internal readonly record struct TypeUse(TypeName From, TypeName To);
