using Vernier.Catalog;

namespace Vernier.Toolkit.Tests.Lint;

/// <summary>A query that one of the five documents prints.</summary>
/// <param name="Id">Its number among the 47.</param>
/// <param name="Title">What the document says that it shows; the name of an alert.</param>
/// <param name="Expression">The query, word for word.</param>
/// <param name="Verdict">What a run on a real Prometheus showed.</param>
/// <param name="Rule">The rule that has to give the reason; null when it works.</param>
public sealed record PrintedQuery(string Id, string Title, string Expression, QueryVerdict Verdict, string? Rule)
{
    public override string ToString() => Id;
}
