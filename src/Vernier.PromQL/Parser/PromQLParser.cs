using Vernier.PromQL.Syntax;
using Vernier.PromQL.Types;

namespace Vernier.PromQL.Parser;

/// <summary>Parses PromQL, the query language of Prometheus, with the syntax of version 2.42. Thread-safe.</summary>
public static class PromQLParser
{
    /// <summary>
    /// The maximum depth of an expression, counting parentheses, calls, signs, and chained operators. The limit protects the process from a stack
    /// overflow by hostile input.
    /// </summary>
    public const int MaxDepth = 500;

    /// <summary>Parses an expression and checks its types.</summary>
    /// <param name="text">The text, of one or more lines.</param>
    /// <param name="allowVariables">
    /// Whether dashboard variables (<c>$__rate_interval</c>, <c>${window}</c>) are allowed in place of durations, and inside regexes. They are always
    /// allowed inside strings.
    /// </param>
    /// <returns>The syntax tree.</returns>
    /// <exception cref="PromQLException">The text is not a valid expression; describes the first error.</exception>
    public static Expression Parse(string text, bool allowVariables = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        var expression = new ExpressionParser(text, allowVariables).Parse();
        DepthCheck.Check(text, expression);
        new TypeChecker(text).Check(expression);
        return expression;
    }
}
