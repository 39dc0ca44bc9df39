using Vernier.Benchmarks.Compare.Libraries;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>All performance targets of the project. Each is in the unit of its row.</summary>
internal static class Targets
{
    public static IReadOnlyList<Target> All { get; } =
    [
        Target.AtMostTimes("1", 1.3, LibraryKind.PlainMemory),
        Target.TimesFaster("1", 4, LibraryKind.OpenTelemetry),
        Target.AtMostTimes("2", 1, LibraryKind.PlainMemory),
        Target.AtMostTimes("3 same", 5, LibraryKind.PlainMemory),
        Target.TimesFaster("3 same", 4, LibraryKind.OpenTelemetry),
        Target.AtMostAllocated("3 same", 0),
        Target.AtMostTimes("3 equal", 5, LibraryKind.PlainMemory),
        Target.TimesFaster("3 equal", 4, LibraryKind.OpenTelemetry),
        Target.AtMostAllocated("3 equal", 0),
        Target.AtMostTimes("4", 2, LibraryKind.Reference),
        Target.AtMostTimes("5", 2.5, LibraryKind.PlainMemory),
        Target.TimesFaster("5", 3, LibraryKind.OpenTelemetry),
        Target.AtMostTimes("6", 10, LibraryKind.PlainMemory),
        Target.AtMost("6 error", 1),
        Target.AtMostTimes("7", 1.5, LibraryKind.PlainMemory),
        Target.AtMost("8 text", 40),
        Target.AtMostAllocated("8 text", 1024),
        Target.AtMost("8 OpenMetrics", 40),
        Target.AtMostAllocated("8 OpenMetrics", 1024),
        Target.AtMost("9", 120),
        Target.AtMostBytes("9 memory", 250),
        Target.AtMost("10", 1),
        Target.AtMostAllocated("10", 400),
        Target.AtMostTimes("11", 1.3, LibraryKind.Reference),
        Target.AtMostTimes("31", 3, LibraryKind.Reference),
        Target.AtMostTimes("31 summary", 3, LibraryKind.Reference),
        Target.AtMostTimes("32", 2.5, LibraryKind.PlainMemory),
        Target.AtMostBytes("32 thread", 6000),
        Target.AtMost("33", 20),
    ];
}
