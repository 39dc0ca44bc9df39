namespace Vernier.Catalog;

/// <summary>How a panel names its series.</summary>
public enum LegendForm
{
    /// <summary>The names, below.</summary>
    List,

    /// <summary>A table below, with mean, maximum and last value.</summary>
    Table,

    /// <summary>Not at all.</summary>
    Hidden,
}
