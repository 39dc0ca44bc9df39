using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>Two threads that share a counter contend for it unless each thread has its own cell.</summary>
internal sealed class TwoThreadsCase() : Case(2)
{
    public override IReadOnlyList<Row> Run(RunSettings settings) =>
        [ThreadsRow.Of("2", "`Inc` by two threads on one cached counter, per thread (plain: two fields)", 2, settings)];
}
