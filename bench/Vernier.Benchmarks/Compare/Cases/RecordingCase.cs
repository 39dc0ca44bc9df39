using Vernier.Benchmarks.Compare.Contestants;
using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>An operation of some nanoseconds on one thread.</summary>
internal sealed class RecordingCase(int number, string id, string operation, Func<Library, Action<int>?> loop) : Case(number)
{
    /// <summary>What Vernier does otherwise that it is measured against, in this row alone, and its name.</summary>
    public (string Name, Func<VernierLibrary, Action<int>> Loop)? Reference { get; init; }

    public override IReadOnlyList<Row> Run(Effort effort)
    {
        using var contest = Contest.OnOneThread(loop);
        using var reference = new VernierLibrary();
        if (Reference is { } other)
            contest.AddReference(new SingleThread(other.Loop(reference)));
        return [new(id, operation, Figure.ForRecording, contest.Run(effort)) { ReferenceName = Reference?.Name ?? "" }];
    }
}
