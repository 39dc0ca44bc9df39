using Vernier.Catalog;
using Vernier.Host.Commands;
using Vernier.PromQL.Language;
using Vernier.PromQL.Parser;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Tests.Rules;

namespace Vernier.Toolkit.Tests;

/// <summary>The documented queries of the systems, to run in a real Prometheus. Conditions are reduced to their operands.</summary>
internal static class DocumentedQueries
{
    private static readonly HashSet<string> EmptyWhileIdle = [.. All.Where(IsEmptyWhileIdle).Select(query => PromQLParser.Parse(query.Expression).ToString())];

    /// <summary>The queries that are documented to return data. A query that is NaN or empty while nothing happens is represented by what replaces it.</summary>
    public static IEnumerable<(string Id, string Query)> WithData => Of(query => query.Verdict is not QueryVerdict.Broken);

    /// <summary>The queries that are documented to return nothing.</summary>
    public static IEnumerable<(string Id, string Query)> WithoutData => Of(query => query.Verdict is QueryVerdict.Broken);

    private static IEnumerable<DocumentedQuery> All => GenerateCommand.Systems.SelectMany(catalog => catalog.DocumentedQueries);

    /// <summary>Returns whether the query of a panel is a documented one that is NaN or empty while nothing happens; the panel next to it is not.</summary>
    public static bool MayBeEmpty(string panelQuery) => EmptyWhileIdle.Contains(WithoutVariables(panelQuery));

    /// <summary>Returns whether a query is a condition, which returns nothing if it is false. <c>x >= 0</c> is not a condition: it removes NaN.</summary>
    public static bool IsCondition(string query) =>
        PromQLParser.Parse(query) is BinaryExpression { Bool: false, Operator: not BinaryOperator.GreaterOrEqual } comparison && comparison.Operator.IsComparison();

    /// <summary>Removes the matchers that the generator adds to the query of a panel, before or after their variables are replaced.</summary>
    public static string WithoutVariables(string panelQuery) => PromQLParser.Parse(panelQuery, allowVariables: true)
        .Rewrite(selector => selector with { Matchers = [.. selector.Matchers.Where(matcher => !(matcher.Value.StartsWith('$') || matcher.Value is ".+" or ".*"))] }).ToString();

    private static bool IsEmptyWhileIdle(DocumentedQuery query) => query.Instead is not null && query.Verdict is QueryVerdict.WorksWithCaveat or QueryVerdict.NeedsShape;

    private static IEnumerable<(string Id, string Query)> Of(Func<DocumentedQuery, bool> predicate) => All.Where(predicate)
        .SelectMany(query => AlertOperands.Of(IsEmptyWhileIdle(query) ? query.Instead!.ToString() : query.Expression).Select(operand => (query.Id, operand)));
}
