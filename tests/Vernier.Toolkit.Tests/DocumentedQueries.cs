using Vernier.Catalog;
using Vernier.Host.Commands;
using Vernier.Toolkit.Tests.Rules;

namespace Vernier.Toolkit.Tests;

/// <summary>The documented queries of the systems, to run in a real Prometheus. Conditions are reduced to their operands.</summary>
internal static class DocumentedQueries
{
    /// <summary>The queries that are documented to return data.</summary>
    public static IEnumerable<(string Id, string Query)> WithData => Of(query => query.Verdict is not QueryVerdict.Broken);

    /// <summary>The queries that are documented to return nothing.</summary>
    public static IEnumerable<(string Id, string Query)> WithoutData => Of(query => query.Verdict is QueryVerdict.Broken);

    private static IEnumerable<(string Id, string Query)> Of(Func<DocumentedQuery, bool> predicate) =>
        GenerateCommand.Systems.SelectMany(catalog => catalog.DocumentedQueries).Where(predicate)
            .SelectMany(query => AlertOperands.Of(query.Expression).Select(operand => (query.Id, operand)));
}
