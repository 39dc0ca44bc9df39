namespace Vernier.Catalog;

/// <summary>A query that a system's document prints, with what is to be said of it. Immutable.</summary>
/// <param name="Id">How it is called elsewhere, e.g. <c>Q46</c>.</param>
/// <param name="Title">What the document says that it shows.</param>
/// <param name="Expression">The query, word for word.</param>
public sealed record DocumentedQuery(string Id, string Title, string Expression)
{
    /// <summary>Whether it does what its title says.</summary>
    public required QueryVerdict Verdict { get; init; }

    /// <summary>Why, and what has to be known to use it. Empty by default.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What our dashboards and rules use instead; null (the default) when they use it as it is.</summary>
    public PromQLExpression? Instead { get; init; }
}
