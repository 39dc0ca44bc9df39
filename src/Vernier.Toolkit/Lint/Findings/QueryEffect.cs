namespace Vernier.Toolkit.Lint.Findings;

/// <summary>Specifies the effect of a violation on the result of a query, from harmless to worst.</summary>
internal enum QueryEffect
{
    /// <summary>No effect on the result.</summary>
    None,

    /// <summary>The result is correct under a condition that the reader must know.</summary>
    Conditional,

    /// <summary>The result is not what the title promises.</summary>
    Misleading,

    /// <summary>The result is empty because the metric is exposed under another name or type.</summary>
    MetricMismatch,

    /// <summary>The result is empty however the metric is exposed.</summary>
    Empty,
}
