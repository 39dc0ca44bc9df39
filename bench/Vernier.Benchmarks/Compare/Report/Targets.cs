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
        Target.AtMost("9", 130),
        Target.AtMostAllocated("9", 4096),
        Target.AtMost("9 in order", 120),
        Target.AtMostBytes("9 object", 135),
        Target.AtMostBytes("9 memory", 250),
        Target.AtMost("10", 1),
        Target.AtMostAllocated("10", 400),
        Target.AtMostTimes("11", 1.3, LibraryKind.Reference),
        Target.AtMost("20 again", 150),
        Target.AtMostAllocated("20 again", 0),
        Target.AtMost("21", 60),
        Target.AtMostTimes("22", 5, LibraryKind.PlainMemory),
        Target.AtMostAllocated("22", 0),
        Target.AtMostAllocated("23", 0),
        Target.AtMostTimes("24", 1.3, LibraryKind.Reference),
        Target.AtMostTimes("17", 1.07, LibraryKind.Reference),
        Target.AtMostTimes("25 counter none", 1, LibraryKind.PrometheusNet),
        Target.AtMostTimes("25 counter none", 5, LibraryKind.Reference),
        Target.AtMostTimes("25 histogram none", 2, LibraryKind.Reference),
        Target.AtMostTimes("25 counter unsampled", 1, LibraryKind.PrometheusNet),
        Target.AtMostTimes("25 histogram none", 1, LibraryKind.PrometheusNet),
        Target.AtMostTimes("25 histogram unsampled", 1, LibraryKind.PrometheusNet),
        Target.AtMostAllocated("25 counter sampled", 0),
        Target.AtMostAllocated("25 histogram sampled", 0),
        Target.AtMostTimes("31", 3, LibraryKind.Reference),
        Target.AtMostTimes("31 summary", 3, LibraryKind.Reference),
        Target.AtMostTimes("32", 2.5, LibraryKind.PlainMemory),
        Target.AtMostBytes("32 thread", 6000),
        Target.AtMost("33", 20),
    ];
}
