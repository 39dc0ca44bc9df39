using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Queries;

/// <summary>Where a part of an expression stands in its file.</summary>
internal static class QueryPlaces
{
    public static LintPlace At(this QuerySubject subject, int offset)
    {
        var start = subject.Place;
        if (!subject.KeepsLines || start.Column == 0)
            return start;
        // The lines of a block are all indented as its first one, which the place tells.
        var before = subject.Text.AsSpan(0, Math.Min(offset, subject.Text.Length));
        var column = before.LastIndexOf('\n') is >= 0 and var feed ? before.Length - feed - 1 : before.Length;
        return start with { Line = start.Line + before.Count('\n'), Column = start.Column + column };
    }

    public static LintPlace At(this QuerySubject subject, Expression expression) => subject.At(expression.Position.Start);
}
