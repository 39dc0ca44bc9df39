using Vernier.Benchmarks.Compare.Libraries;
using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>An operation on one thread that takes a few nanoseconds.</summary>
internal sealed class RecordingCase(int number, string id, string operation, Func<Library, Action<int>?> loop) : Case(number)
{
    /// <summary>Another operation of Vernier that is the baseline of this row, with its name.</summary>
    public (string Name, Func<VernierLibrary, Action<int>> Loop)? Reference { get; init; }

    public override IReadOnlyList<Row> Run(RunSettings settings)
    {
        using var run = InterleavedRun.OnOneThread(loop);
        using var reference = new VernierLibrary();
        if (Reference is { } other)
            run.AddReference(new SingleThread(other.Loop(reference)));
        return [new(id, operation, Figure.ForRecording, run.Run(settings)) { ReferenceName = Reference?.Name ?? "" }];
    }
}
