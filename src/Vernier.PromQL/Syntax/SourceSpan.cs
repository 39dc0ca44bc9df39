namespace Vernier.PromQL.Syntax;

/// <summary>A stretch of the text that was parsed.</summary>
/// <param name="Start">The offset of the first character, from 0.</param>
/// <param name="Length">How many characters.</param>
internal readonly record struct SourceSpan(int Start, int Length)
{
    public int End => Start + Length;

    public static SourceSpan Between(int start, int end) => new(start, end - start);
}
