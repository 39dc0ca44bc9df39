namespace Vernier.Catalog;

/// <summary>States how Prometheus reads a system. Immutable.</summary>
/// <param name="Job">The job's name, which becomes the label <c>job</c>.</param>
/// <param name="Host">The name of the machine or container that the system runs in, as Prometheus sees it.</param>
/// <param name="Port">The port of the metrics endpoint, 1 to 65535.</param>
public sealed record ScrapeDefinition(string Job, string Host, int Port)
{
    /// <summary>The path of the metrics endpoint; <c>/metrics</c> by default.</summary>
    public string Path { get; init; } = "/metrics";

    /// <summary>How often it is read, in whole milliseconds; 15 seconds by default.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);
}
