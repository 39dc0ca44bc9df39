using Vernier.PromQL.Syntax;



namespace Vernier.PromQL.Parser;

/// <summary>Reads PromQL, the query language of Prometheus, as version 2.42 does.</summary>
internal static class PromQLParser
{
    /// <summary>
    /// How many levels deep an expression may be: parentheses, calls, signs, and operators one after another. Nobody writes that many, and a bound
    /// keeps a hostile text from ending the process by a full stack.
    /// </summary>
    public const int MaxDepth = 500;

    /// <summary>The tree of a text, with its types checked.</summary>
    /// <param name="text">The text, of one or more lines.</param>
    /// <param name="allowGrafanaVariables">
    /// Whether a variable of Grafana (<c>$__rate_interval</c>, <c>${window}</c>) may stand for a length of time. In strings they may always stand.
    /// </param>
    /// <exception cref="PromQLException">The text is no PromQL; the first mistake.</exception>
    public static Expression Parse(string text, bool allowGrafanaVariables = false)
    {
        var expression = new ExpressionParser(text, allowGrafanaVariables).Parse();
        DepthCheck.Check(text, expression);
        new TypeCheck(text).Check(expression);
        return expression;
    }
}
