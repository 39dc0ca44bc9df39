using Vernier.PromQL.Syntax;



namespace Vernier.PromQL.Parser;

/// <summary>Refuses a tree that is too deep for those who walk it, as a long row of operators makes one.</summary>
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
        new(text, offset, $"the expression is nested too deeply; at most {PromQLParser.MaxDepth} levels are allowed");
}
