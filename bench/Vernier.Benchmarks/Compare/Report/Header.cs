using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>The text above the table.</summary>
internal sealed class Header
{
    private readonly DateTimeOffset _time = TimeProvider.System.GetUtcNow();
    private readonly string _loadBefore = Machine.Load;

    /// <summary>Returns the text after the run.</summary>
    /// <param name="quick">Whether it was a smoke test.</param>
    public string Text(bool quick)
    {
        List<string> lines =
        [
            $"Machine: {Machine.Cpu}, {Environment.ProcessorCount} cores; {Machine.Platform}",
            $"Runtime: {RuntimeInformation.FrameworkDescription}",
            $"Date: {_time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC",
            .. Machine.Commit is { } commit ? [$"Commit: {commit}"] : Array.Empty<string>(),
            $"Load average (1, 5, 15 minutes): {_loadBefore} at the start, {Machine.Load} at the end",
            $"OpenTelemetry {VersionOf(typeof(OpenTelemetry.Sdk))}; prometheus-net {PrometheusNet}",
        ];
        var warning = quick ? "**A quick run with reduced settings: the figures are meaningless.**\n\n" : "";
        return $"""
            # Vernier compared

            {warning}{string.Join('\n', lines.Select(line => $"- {line}"))}

            A cell shows the median, the interquartile range relative to the median in parentheses, and the bytes that one call allocates. The libraries run in
            turns, batch by batch. * marks a timing that had not settled before the measurement. – marks an operation that the library does not support.


            """;
    }

#if PROMETHEUS_NET
    private static string PrometheusNet => VersionOf(typeof(Prometheus.Metrics));
#else
    private static string PrometheusNet => "not included (`-p:PrometheusNet=true` includes it)";
#endif

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? type.Assembly.GetName().Version!.ToString();
}
