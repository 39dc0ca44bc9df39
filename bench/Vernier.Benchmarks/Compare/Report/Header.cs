using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>What stands above the table.</summary>
internal sealed class Header
{
    private readonly DateTimeOffset _time = TimeProvider.System.GetUtcNow();
    private readonly string _loadBefore = Machine.Load;

    /// <summary>The text; the run has ended.</summary>
    /// <param name="quick">Whether it was a run whose figures mean nothing.</param>
    public string Text(bool quick)
    {
        List<string> facts =
        [
            $"Machine: {Machine.Cpu}, {Environment.ProcessorCount} cores; {Machine.Platform}",
            $"Runtime: {RuntimeInformation.FrameworkDescription}",
            $"Date: {_time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC",
            .. Machine.Commit is { } commit ? [$"Commit: {commit}"] : Array.Empty<string>(),
            $"Load average (1, 5, 15 minutes): {_loadBefore} at the start, {Machine.Load} at the end",
            $"OpenTelemetry {VersionOf(typeof(OpenTelemetry.Sdk))}; prometheus-net {PrometheusNet}",
        ];
        var warning = quick ? "**A quick run, with less of all: these figures mean nothing.**\n\n" : "";
        return $"""
            # Vernier compared

            {warning}{string.Join('\n', facts.Select(fact => $"- {fact}"))}

            A cell has the median, in brackets the distance between the quartiles as a part of it, then the bytes that one call allocates. The contestants
            run in turns, batch by batch. A * means that the timing had not settled before it was measured. – means that the contestant has no such operation.


            """;
    }

#if PROMETHEUS_NET
    private static string PrometheusNet => VersionOf(typeof(Prometheus.Metrics));
#else
    private static string PrometheusNet => "not built in (`-p:PrometheusNet=true`)";
#endif

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? type.Assembly.GetName().Version!.ToString();
}
