using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>Creates many children of a family whose labels are limited, and removes them one by one. prometheus-net has no limits.</summary>
internal sealed class RemovalCase() : Case(21)
{
    private const int Children = 20_000;
    private const double NanosecondsOfMicrosecond = 1000;

    public override IReadOnlyList<Row> Run(RunSettings settings)
    {
        var children = LabelData.Requests(settings.Series(Children));
        using var run = InterleavedRun.OnOneThread(library => library.CreateAndRemove(children));
        return
        [
            new("21", $"creation and removal of {children.Length:N0} counters with three labels, two of them limited, total and per counter",
                [Figure.Milliseconds, new(Measure.Median, "µs", children.Length * NanosecondsOfMicrosecond)], run.Run(settings)),
        ];
    }
}
