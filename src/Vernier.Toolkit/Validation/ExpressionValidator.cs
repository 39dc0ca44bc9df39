using Vernier.Catalog;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Expressions;

namespace Vernier.Toolkit.Validation;

/// <summary>Finds expressions that do not parse.</summary>
internal sealed class ExpressionValidator(ParsedExpressions expressions)
{
    public IEnumerable<string> Validate(string location, PromQLExpression query, bool inPanel = false)
    {
        var parsed = expressions.Get(query, allowVariables: inPanel);
        return parsed.Error is null ? [] : [Error(location, query, parsed.Error.Message)];
    }

    /// <summary>Requires a metric name with optional matchers, because the generator adds the range and the rate.</summary>
    public IEnumerable<string> ValidateSelector(string location, PromQLExpression query)
    {
        var parsed = expressions.Get(query, allowVariables: false);
        return parsed switch
        {
            { Error: { } error } => [Error(location, query, error.Message)],
            { Tree: VectorSelector { Offset: null, At: null } } => [],
            _ => [Error(location, query, "must be a plain selector, such as requests_total{status=\"500\"}, without rate, range, or offset.")],
        };
    }

    private static string Error(string location, PromQLExpression query, string problem)
    {
        var source = query.Source.File.Length > 0 ? $" ({Path.GetFileName(query.Source.File)}:{query.Source.Line})" : "";
        return $"{location}{source}: {problem}\n    {query}";
    }
}
