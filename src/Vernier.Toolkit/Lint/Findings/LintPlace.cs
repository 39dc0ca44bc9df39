namespace Vernier.Toolkit.Lint.Findings;

/// <summary>What a finding is about, and where it stands. Immutable.</summary>
/// <param name="File">The file or URL; that of the C# source for what a catalog states.</param>
/// <param name="Line">The line, from 1; 0 when there is none.</param>
/// <param name="Column">The character in the line, from 1; 0 when it is not known.</param>
/// <param name="Subject">What it is about, e.g. <c>alert HighErrorRate</c> or <c>metric shop_orders_total</c>; empty for the whole file.</param>
public sealed record LintPlace(string File, int Line, int Column, string Subject)
{
    /// <summary>As compilers write it: <c>file:line:column</c>, without what is not known.</summary>
    public override string ToString() => Column > 0 ? $"{File}:{Line}:{Column}" : Line > 0 ? $"{File}:{Line}" : File;
}
