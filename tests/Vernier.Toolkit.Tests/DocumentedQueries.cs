using Vernier.Catalog;
using Vernier.Host.Commands;
using Vernier.Toolkit.Tests.Rules;

namespace Vernier.Toolkit.Tests;

/// <summary>The queries that the systems' documents print, for a real Prometheus. Of a condition, what it compares.</summary>
internal static class DocumentedQueries
{
    /// <summary>Those that are said to return something.</summary>
    public static IEnumerable<(string Id, string Query)> WithData => Of(query => query.Verdict is not QueryVerdict.Broken);

    /// <summary>Those that are said to return nothing.</summary>
    public static IEnumerable<(string Id, string Query)> WithoutData => Of(query => query.Verdict is QueryVerdict.Broken);

    private static IEnumerable<(string Id, string Query)> Of(Func<DocumentedQuery, bool> which) =>
        GenerateCommand.Systems.SelectMany(catalog => catalog.DocumentedQueries).Where(which)
            .SelectMany(query => AlertOperands.Of(query.Expression).Select(operand => (query.Id, operand)));
}
