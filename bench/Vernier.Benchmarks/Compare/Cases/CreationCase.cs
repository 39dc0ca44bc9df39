using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>Making many children.</summary>
internal sealed class CreationCase() : Case(10)
{
    private const int Children = 100_000;
    private const double NanosecondsOfMicrosecond = 1000;

    public override IReadOnlyList<Row> Run(Effort effort)
    {
        var children = LabelData.Requests(effort.Series(Children));
        using var contest = Contest.OnOneThread(library => library.Create(children));
        return
        [
            new("10", $"creation of {children.Length:N0} counters with three labels, each",
                [new(Measure.Median, "µs", children.Length * NanosecondsOfMicrosecond), new(Measure.Allocated, "B", children.Length)], contest.Run(effort)),
        ];
    }
}
