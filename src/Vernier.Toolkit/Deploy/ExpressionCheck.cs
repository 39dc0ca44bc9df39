using Vernier.Catalogue;
using Vernier.Toolkit.PromQL;
using Vernier.Toolkit.PromQL.Syntax;

namespace Vernier.Toolkit.Deploy;

/// <summary>Whether a query can be read.</summary>
internal static class ExpressionCheck
{
    public static IEnumerable<string> Of(string place, PromQl query, bool inPanel = false)
    {
        Parse(place, query, inPanel, out string? mistake);
        return mistake is null ? [] : [mistake];
    }

    /// <summary>It has to be a metric's name, with matchers or without: more is put around it.</summary>
    public static IEnumerable<string> OfSelector(string place, PromQl query)
    {
        Expression? tree = Parse(place, query, inPanel: false, out string? mistake);
        if (mistake is not null)
            return [mistake];
        return tree is VectorSelector { Offset: null, At: null } ? [] : [$"{place} has to select series, as in requests_total{{status=\"500\"}}, and nothing more.\n    {query}"];
    }

    private static Expression? Parse(string place, PromQl query, bool inPanel, out string? mistake)
    {
        mistake = null;
        try
        {
            return PromQlParser.Parse(query.ToString(), allowGrafanaVariables: inPanel);
        }
        catch (PromQlException exception)
        {
            mistake = $"{place}: {exception.Message}\n    {query}";
            return null;
        }
    }
}
