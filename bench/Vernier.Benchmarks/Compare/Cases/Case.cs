using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>An operation to compare.</summary>
internal abstract class Case(int number)
{
    /// <summary>The number in the table of targets.</summary>
    public int Number => number;

    /// <summary>Measures the operation.</summary>
    public abstract IReadOnlyList<Row> Run(RunSettings settings);
}
