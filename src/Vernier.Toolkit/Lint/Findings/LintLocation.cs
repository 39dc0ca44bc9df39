namespace Vernier.Toolkit.Lint.Findings;

/// <summary>The location of a finding. Immutable.</summary>
/// <param name="File">The file or URL. For findings in a catalog, the C# source file.</param>
/// <param name="Line">The line, starting at 1; 0 if unknown.</param>
/// <param name="Column">The column, starting at 1; 0 if unknown.</param>
/// <param name="Element">The element, e.g. <c>alert HighErrorRate</c> or <c>metric shop_orders_total</c>; empty for the whole file.</param>
public sealed record LintLocation(string File, int Line, int Column, string Element)
{
    /// <summary>Returns the location in the format of compilers, <c>file:line:column</c>, without the unknown parts.</summary>
    public override string ToString() => Column > 0 ? $"{File}:{Line}:{Column}" : Line > 0 ? $"{File}:{Line}" : File;
}
