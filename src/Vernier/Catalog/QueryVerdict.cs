namespace Vernier.Catalog;

/// <summary>What is to be said of a documented query.</summary>
public enum QueryVerdict
{
    /// <summary>It does what its title says.</summary>
    Works,

    /// <summary>It does, as long as a condition holds.</summary>
    WorksWithCaveat,

    /// <summary>It does when the metric is exposed in one particular way, which ours is.</summary>
    NeedsShape,

    /// <summary>It returns a value that is not what its title says.</summary>
    Misleads,

    /// <summary>It returns nothing, however the metric is exposed.</summary>
    Broken,
}
