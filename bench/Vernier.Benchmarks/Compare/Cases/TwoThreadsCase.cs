using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>Two threads on one counter are in each other's way, unless each has a cell of its own.</summary>
internal sealed class TwoThreadsCase() : Case(2)
{
    public override IReadOnlyList<Row> Run(Effort effort) =>
        [ThreadsRow.Of("2", "`Inc` by two threads at once on one held counter, per thread (plain: two fields)", 2, effort)];
}
