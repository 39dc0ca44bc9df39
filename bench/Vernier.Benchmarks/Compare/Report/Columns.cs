using Vernier.Benchmarks.Compare.Libraries;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>The libraries that have a column, in the order of the columns.</summary>
internal static class Columns
{
    private static readonly Dictionary<LibraryKind, string> Names = new()
    {
        [LibraryKind.PlainMemory] = "plain memory",
        [LibraryKind.Vernier] = "Vernier",
        [LibraryKind.OpenTelemetry] = "OpenTelemetry SDK",
        [LibraryKind.Meters] = "System.Diagnostics.Metrics alone",
        [LibraryKind.PrometheusNet] = "prometheus-net",
    };

    public static IEnumerable<LibraryKind> All => Names.Keys.Order();

    public static string NameOf(LibraryKind kind) => Names[kind];
}
