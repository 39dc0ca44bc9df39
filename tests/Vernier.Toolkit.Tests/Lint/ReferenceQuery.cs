using Vernier.Catalog;

namespace Vernier.Toolkit.Tests.Lint;

/// <summary>A query in the reference page of a system.</summary>
/// <param name="Id">The number of the query.</param>
/// <param name="Title">The title of the query, or the name of the alert.</param>
/// <param name="Expression">The query, verbatim.</param>
/// <param name="Verdict">The verdict from a run on a real Prometheus server.</param>
/// <param name="Rule">The rule that must report the query; null if the query works.</param>
public sealed record ReferenceQuery(string Id, string Title, string Expression, QueryVerdict Verdict, string? Rule)
{
    public override string ToString() => Id;
}
