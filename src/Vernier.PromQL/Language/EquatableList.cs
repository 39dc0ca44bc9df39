namespace Vernier.PromQL.Language;

/// <summary>Makes an <see cref="EquatableList{T}"/> of a collection expression.</summary>
internal static class EquatableList
{
    public static EquatableList<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? EquatableList<T>.Empty : new(items.ToArray());
}
