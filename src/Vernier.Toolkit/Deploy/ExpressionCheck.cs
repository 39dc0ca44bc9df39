using Vernier.Catalog;
using Vernier.PromQL.Parser;
using Vernier.PromQL.Syntax;

namespace Vernier.Toolkit.Deploy;

/// <summary>Whether a query can be read.</summary>
internal static class ExpressionCheck
{
    public static IEnumerable<string> Of(string place, PromQLExpression query, bool inPanel = false)
    {
        Parse(place, query, inPanel, out var mistake);
        return mistake is null ? [] : [mistake];
    }

    /// <summary>It has to be a metric's name, with matchers or without: more is put around it.</summary>
    public static IEnumerable<string> OfSelector(string place, PromQLExpression query)
    {
        var tree = Parse(place, query, inPanel: false, out var mistake);
        if (mistake is not null)
            return [mistake];
        return tree is VectorSelector { Offset: null, At: null } ? [] : [$"{place} has to select series, as in requests_total{{status=\"500\"}}, and nothing more.\n    {query}"];
    }

    private static Expression? Parse(string place, PromQLExpression query, bool inPanel, out string? mistake)
    {
        mistake = null;
        try
        {
            return PromQLParser.Parse(query.ToString(), allowGrafanaVariables: inPanel);
        }
        catch (PromQLException exception)
        {
            mistake = $"{place}: {exception.Message}\n    {query}";
            return null;
        }
    }
}
