using Vernier.Benchmarks.Compare.Contestants;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>The contestants that have a column, in its order.</summary>
internal static class Columns
{
    private static readonly Dictionary<Contestant, string> Names = new()
    {
        [Contestant.PlainMemory] = "plain memory",
        [Contestant.Vernier] = "Vernier",
        [Contestant.OpenTelemetry] = "OpenTelemetry SDK",
        [Contestant.Meters] = "System.Diagnostics.Metrics alone",
        [Contestant.PrometheusNet] = "prometheus-net",
    };

    public static IEnumerable<Contestant> All => Names.Keys.Order();

    public static string NameOf(Contestant contestant) => Names[contestant];
}
