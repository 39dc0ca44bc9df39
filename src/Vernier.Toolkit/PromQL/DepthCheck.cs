using Vernier.Toolkit.PromQL.Syntax;



namespace Vernier.Toolkit.PromQL;

/// <summary>Refuses a tree that is too deep for those who walk it, as a long row of operators makes one.</summary>
internal static class DepthCheck
{
    public static void Check(string text, Expression expression)
    {
        var open = new Stack<(Expression Expression, int Depth)>([(expression, 1)]);
        while (open.TryPop(out var current))
        {
            if (current.Depth > PromQlParser.MaxDepth)
                throw Failure(text, current.Expression.Position.Start);
            foreach (var child in current.Expression.Children)
                open.Push((child, current.Depth + 1));
        }
    }

    public static PromQlException Failure(string text, int offset) =>
        new(text, offset, $"the expression is nested too deeply; at most {PromQlParser.MaxDepth} levels are allowed");
}
