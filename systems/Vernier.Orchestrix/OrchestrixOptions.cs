using Microsoft.Extensions.Configuration;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Orchestrix;

/// <summary>
/// How Orchestrix shows its metrics: the document's <c>MetricsConfig</c>, with its keys in the configuration. Port and path are for whoever listens:
/// the host, or an application that gives them to <c>AddMetricsServer</c> or <c>MapMetrics</c>.
/// </summary>
public sealed class OrchestrixOptions
{
    /// <summary>The port of the metrics endpoint, 1 to 65535, or 0 for any free one. Default: 8000. Key: <c>port</c>.</summary>
    [Port("port")]
    [ConfigurationKeyName("port")]
    public int Port { get; set; } = 8000;

    /// <summary>The path of the metrics endpoint; it starts with a slash. Default: <c>/metrics</c>. Key: <c>path</c>.</summary>
    [UrlPath("path")]
    [ConfigurationKeyName("path")]
    public string Path { get; set; } = "/metrics";

    /// <summary>Whether the metrics of the runtime and the process are shown too. Default: true. Key: <c>enable_default_metrics</c>.</summary>
    [ConfigurationKeyName("enable_default_metrics")]
    public bool EnableDefaultMetrics { get; set; } = true;

    /// <summary>
    /// The upper bounds of the latency buckets in seconds, ascending and finite. Default: 0.01, 0.05, 0.1, 0.5, 1 and 5. Key: <c>histogram_buckets</c>.
    /// </summary>
    [Buckets("histogram_buckets")]
    [ConfigurationKeyName("histogram_buckets")]
    public IReadOnlyList<double> HistogramBuckets { get; set; } = [0.01, 0.05, 0.1, 0.5, 1.0, 5.0];
}
