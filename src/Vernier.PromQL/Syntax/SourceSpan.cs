namespace Vernier.PromQL.Syntax;

/// <summary>A range of characters in the parsed text.</summary>
/// <param name="Start">The offset of the first character, from 0.</param>
/// <param name="Length">The number of characters.</param>
public readonly record struct SourceSpan(int Start, int Length)
{
    /// <summary>Gets the offset after the last character.</summary>
    public int End => Start + Length;

    internal static SourceSpan Between(int start, int end) => new(start, end - start);
}
