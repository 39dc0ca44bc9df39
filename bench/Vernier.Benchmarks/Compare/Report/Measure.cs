namespace Vernier.Benchmarks.Compare.Report;

/// <summary>Which part of a measurement a figure shows.</summary>
internal enum Measure
{
    /// <summary>The median: a time, or what the row is about instead.</summary>
    Median,

    /// <summary>The bytes that a call allocated.</summary>
    Allocated,
}
