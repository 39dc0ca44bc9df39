using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>Creates many children.</summary>
internal sealed class CreationCase() : Case(10)
{
    private const int Children = 100_000;
    private const double NanosecondsOfMicrosecond = 1000;

    public override IReadOnlyList<Row> Run(RunSettings settings)
    {
        var children = LabelData.Requests(settings.Series(Children));
        using var run = InterleavedRun.OnOneThread(library => library.Create(children));
        return
        [
            new("10", $"creation of {children.Length:N0} counters with three labels, per counter",
                [new(Measure.Median, "µs", children.Length * NanosecondsOfMicrosecond), new(Measure.Allocated, "B", children.Length)], run.Run(settings)),
        ];
    }
}
