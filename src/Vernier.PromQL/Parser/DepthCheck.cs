using Vernier.PromQL.Syntax;

namespace Vernier.PromQL.Parser;

/// <summary>Rejects trees that are too deep for recursive visitors. A long chain of operators makes a deep tree without nesting in the text.</summary>
internal static class DepthCheck
{
    public static void Check(string text, Expression expression)
    {
        var open = new Stack<(Expression Expression, int Depth)>([(expression, 1)]);
        while (open.TryPop(out var current))
        {
            if (current.Depth > PromQLParser.MaxDepth)
                throw Failure(text, current.Expression.Position.Start);
            foreach (var child in current.Expression.Children)
                open.Push((child, current.Depth + 1));
        }
    }

    public static PromQLException Failure(string text, int offset) =>
        new(text, offset, $"the expression is nested too deeply (maximum {PromQLParser.MaxDepth} levels)");
}
