namespace Vernier.Toolkit.Lint.Findings;

/// <summary>What a mistake does to the result of a query.</summary>
internal enum QueryEffect
{
    /// <summary>Nothing: a matter of style.</summary>
    None,

    /// <summary>It holds under a condition that has to be known.</summary>
    Condition,

    /// <summary>It is not what its title says.</summary>
    Misleads,

    /// <summary>It is empty, because the metric is exposed in another way.</summary>
    OtherShape,

    /// <summary>It is empty, however the metric is exposed.</summary>
    Empty,
}
