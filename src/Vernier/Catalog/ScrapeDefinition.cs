namespace Vernier.Catalog;

/// <summary>Defines how Prometheus scrapes a system. Immutable.</summary>
/// <param name="Job">The name of the job, the value of the label <c>job</c>.</param>
/// <param name="Host">The host name of the machine or container, as Prometheus resolves it.</param>
/// <param name="Port">The port of the metrics endpoint, 1 to 65535.</param>
public sealed record ScrapeDefinition(string Job, string Host, int Port)
{
    /// <summary>Gets the path of the metrics endpoint; <c>/metrics</c> by default.</summary>
    public string Path { get; init; } = "/metrics";

    /// <summary>Gets the scrape interval, in whole milliseconds; 15 seconds by default.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);
}
