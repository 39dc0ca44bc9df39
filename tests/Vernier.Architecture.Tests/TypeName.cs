namespace Vernier.Architecture.Tests;

/// <summary>A type of an assembly. A nested one has its outermost type's namespace and a name such as <c>Outer+Inner</c>.</summary>
internal readonly record struct TypeName(string Namespace, string Name)
{
    /// <summary>Without what is nested or made by the compiler, and without arity.</summary>
    public string Outermost => Name.Split('+', '`')[0];
}
