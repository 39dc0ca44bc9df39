namespace Vernier.EndToEnd.Servers;

/// <summary>The state of a target in Prometheus. Health is <c>up</c>, <c>down</c> or <c>unknown</c>; the last error is "" after a successful scrape.</summary>
internal sealed record ScrapeTarget(string Job, Uri Url, string Health, string LastError);
