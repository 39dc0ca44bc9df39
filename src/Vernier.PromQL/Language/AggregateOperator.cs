namespace Vernier.PromQL.Language;

/// <summary>How many series become fewer.</summary>
internal enum AggregateOperator
{
    Avg,
    BottomK,
    Count,
    CountValues,
    Group,
    Max,
    Min,
    Quantile,
    StdDev,
    StdVar,
    Sum,
    TopK,
}
