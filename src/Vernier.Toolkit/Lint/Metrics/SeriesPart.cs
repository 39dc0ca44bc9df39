namespace Vernier.Toolkit.Lint.Metrics;

/// <summary>Identifies which part of a metric a series exposes.</summary>
internal enum SeriesPart
{
    Value,
    Bucket,
    Sum,
    Count,
}
