using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>Several threads on one counter, compared with one field of plain memory per thread.</summary>
internal static class ThreadsRow
{
    /// <summary>Batches are longer than on one thread, because the threads do not start at the same instant.</summary>
    private const int LongerBatches = 5;

    public static Row Of(string id, string operation, int threads, RunSettings settings)
    {
        using var run = new InterleavedRun(library => library.IncOnThreads(threads) is { } loops ? new WorkerThreads(loops) : null);
        return new(id, operation, Figure.ForRecording, run.Run(settings with { BatchTime = settings.BatchTime * LongerBatches }));
    }
}
