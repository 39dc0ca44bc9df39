using System.Globalization;
using System.Text.Json;

namespace Vernier.EndToEnd.Servers;

/// <summary>An entry of <c>scrape_configs</c>. The target is <c>host:port</c>.</summary>
internal sealed record ScrapeJob(string Name, string Target, string Path = "/metrics")
{
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Creates a complete <c>prometheus.yml</c> with these jobs.</summary>
    public static string Configuration(IEnumerable<ScrapeJob> jobs) => "scrape_configs:\n" + string.Concat(jobs.Select(job => job.ToYaml()));

    // A JSON string is a valid YAML string with all necessary escapes.
    private string ToYaml() => $"""
          - job_name: {JsonSerializer.Serialize(Name)}
            metrics_path: {JsonSerializer.Serialize(Path)}
            scrape_interval: {Milliseconds}
            scrape_timeout: {Milliseconds}
            static_configs: [targets: [{JsonSerializer.Serialize(Target)}]]

        """;

    private string Milliseconds => Interval.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms";
}
