using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>The core time of an increment by the number of threads that increment one counter.</summary>
internal sealed class ThreadLinearityCase() : Case(12)
{
    private static readonly int[] Threads = [1, 2, 4, 8];

    public override IReadOnlyList<Row> Run(RunSettings settings) =>
        [.. Threads.Select(threads => ThreadsRow.Of("12", $"`Inc`, {threads} writer thread{(threads == 1 ? "" : "s")} on one cached counter; core time", threads, settings))];
}
