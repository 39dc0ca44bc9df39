using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>One of the things to compare.</summary>
internal abstract class Case(int number)
{
    /// <summary>The number in the table of reaches.</summary>
    public int Number => number;

    /// <summary>Measures it.</summary>
    public abstract IReadOnlyList<Row> Run(Effort effort);
}
