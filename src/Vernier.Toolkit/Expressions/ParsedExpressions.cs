using Vernier.Catalog;

namespace Vernier.Toolkit.Expressions;

/// <summary>
/// Parses each expression once for all its readers: validation, generated files, and lint rules. Not thread-safe; create one instance per run.
/// </summary>
internal sealed class ParsedExpressions
{
    // Expressions are compared by reference: an expression is a class without value equality.
    private readonly Dictionary<(PromQLExpression Source, bool AllowVariables), ParsedExpression> _parsed = [];

    /// <summary>Returns the parsed form of an expression, or the error.</summary>
    /// <param name="source">The expression.</param>
    /// <param name="allowVariables">Whether the expression may contain Grafana variables, as in panels.</param>
    public ParsedExpression Get(PromQLExpression source, bool allowVariables)
    {
        if (!_parsed.TryGetValue((source, allowVariables), out var parsed))
            _parsed.Add((source, allowVariables), parsed = new ParsedExpression(source.ToString(), allowVariables));
        return parsed;
    }
}
