namespace Vernier.Catalog;

/// <summary>A query quoted from other documentation of a system, with a verdict. Immutable.</summary>
/// <param name="Id">The identifier, for example <c>Q46</c>.</param>
/// <param name="Title">What the query shows according to the documentation.</param>
/// <param name="Expression">The query, verbatim.</param>
public sealed record DocumentedQuery(string Id, string Title, string Expression)
{
    /// <summary>Gets whether the query does what its title states.</summary>
    public required QueryVerdict Verdict { get; init; }

    /// <summary>Gets the reason for the verdict and what to know before using the query. Empty by default.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Gets the expression that dashboards and rules use instead; null (the default) if they use the query itself.</summary>
    public PromQLExpression? Instead { get; init; }
}

/// <summary>The verdict on a documented query.</summary>
public enum QueryVerdict
{
    /// <summary>The query does what its title states.</summary>
    Works,

    /// <summary>The query works while a condition holds.</summary>
    WorksWithCaveat,

    /// <summary>The query works if the metric is exposed in a particular form, and it is.</summary>
    NeedsShape,

    /// <summary>The query returns a value that differs from what its title states.</summary>
    Misleads,

    /// <summary>The query returns nothing, regardless of how the metric is exposed.</summary>
    Broken,
}
