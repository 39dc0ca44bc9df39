namespace Vernier.Toolkit.Lint.Metrics;

/// <summary>What the series of a name are to their metric.</summary>
internal enum SeriesPart
{
    /// <summary>The value itself; of a summary, its quantiles.</summary>
    Value,

    /// <summary>A histogram's buckets.</summary>
    Bucket,

    /// <summary>The sum of a histogram or summary.</summary>
    Sum,

    /// <summary>The number of observations of a histogram or summary.</summary>
    Count,

    /// <summary>The name of a histogram, or of a summary without quantiles, which no series has.</summary>
    None,
}
