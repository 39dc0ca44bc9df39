using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>What a core spends on an add, by the number of threads that add to one counter.</summary>
internal sealed class ThreadLinearityCase() : Case(12)
{
    private static readonly int[] Threads = [1, 2, 4, 8];

    public override IReadOnlyList<Row> Run(Effort effort) =>
        [.. Threads.Select(threads => ThreadsRow.Of("12", $"`Inc`, writer threads on one held counter: {threads}; time of a core", threads, effort))];
}
