using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>Several threads at once on one counter, against as many fields of plain memory.</summary>
internal static class ThreadsRow
{
    /// <summary>Batches are so much longer than on one thread, for the threads do not begin at the same instant.</summary>
    private const int LongerBatches = 5;

    public static Row Of(string id, string operation, int threads, Effort effort)
    {
        using var contest = new Contest(library => library.IncOnThreads(threads) is { } loops ? new Crew(loops) : null);
        return new(id, operation, Figure.ForRecording, contest.Run(effort with { BatchTime = effort.BatchTime * LongerBatches }));
    }
}
