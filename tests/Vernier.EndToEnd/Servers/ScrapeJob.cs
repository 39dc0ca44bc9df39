using System.Globalization;
using System.Text.Json;

namespace Vernier.EndToEnd.Servers;

/// <summary>One entry of <c>scrape_configs</c>. The target is <c>host:port</c>.</summary>
internal sealed record ScrapeJob(string Name, string Target, string Path = "/metrics")
{
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A whole <c>prometheus.yml</c> with these jobs.</summary>
    public static string Configuration(IEnumerable<ScrapeJob> jobs) => "scrape_configs:\n" + string.Concat(jobs.Select(job => job.ToYaml()));

    // A JSON string is a YAML string, with everything escaped that needs it.
    private string ToYaml() => $"""
          - job_name: {JsonSerializer.Serialize(Name)}
            metrics_path: {JsonSerializer.Serialize(Path)}
            scrape_interval: {Milliseconds}
            scrape_timeout: {Milliseconds}
            static_configs: [targets: [{JsonSerializer.Serialize(Target)}]]

        """;

    private string Milliseconds => Interval.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms";
}
