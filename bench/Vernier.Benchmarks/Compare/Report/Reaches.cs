using Vernier.Benchmarks.Compare.Contestants;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>All that has to be reached: the numbers of the project's promise, and nowhere else. Each is stated in the unit of its row.</summary>
internal static class Reaches
{
    public static IReadOnlyList<Reach> All { get; } =
    [
        Reach.AtMostTimes("1", 1.3, Contestant.PlainMemory),
        Reach.TimesFaster("1", 4, Contestant.OpenTelemetry),
        Reach.AtMostTimes("2", 1, Contestant.PlainMemory),
        Reach.AtMostTimes("3 same", 5, Contestant.PlainMemory),
        Reach.TimesFaster("3 same", 4, Contestant.OpenTelemetry),
        Reach.AtMostAllocated("3 same", 0),
        Reach.AtMostTimes("3 equal", 5, Contestant.PlainMemory),
        Reach.TimesFaster("3 equal", 4, Contestant.OpenTelemetry),
        Reach.AtMostAllocated("3 equal", 0),
        Reach.AtMostTimes("4", 2, Contestant.Reference),
        Reach.AtMostTimes("5", 2.5, Contestant.PlainMemory),
        Reach.TimesFaster("5", 3, Contestant.OpenTelemetry),
        Reach.AtMostTimes("6", 10, Contestant.PlainMemory),
        Reach.AtMost("6 error", 1),
        Reach.AtMostTimes("7", 1.5, Contestant.PlainMemory),
        Reach.AtMost("8 text", 40),
        Reach.AtMostAllocated("8 text", 1024),
        Reach.AtMost("8 OpenMetrics", 40),
        Reach.AtMostAllocated("8 OpenMetrics", 1024),
        Reach.AtMost("9", 120),
        Reach.AtMostBytes("9 memory", 250),
        Reach.AtMost("10", 1),
        Reach.AtMostAllocated("10", 400),
        Reach.AtMostTimes("11", 1.3, Contestant.Reference),
    ];
}
