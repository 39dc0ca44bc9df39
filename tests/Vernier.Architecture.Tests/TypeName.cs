namespace Vernier.Architecture.Tests;

/// <summary>
/// A type of an assembly. A nested type has the folder and the namespace of its outermost type and a name such as <c>Outer+Inner</c>.
/// </summary>
/// <param name="Folder">The folder of the type's source file, such as <c>Vernier/Registry</c>; null for generated types.</param>
/// <param name="Name">The name, with the arity of a generic type.</param>
internal readonly record struct TypeName(string? Folder, string Name)
{
    /// <summary>The name without nested types and arity.</summary>
    public string Outermost => Name.Split('+', '`')[0];
}

/// <summary>The code of one type refers to another type of the same assembly.</summary>
internal readonly record struct TypeUse(TypeName From, TypeName To);
