namespace Vernier.EndToEnd.Servers;

/// <summary>A target as Prometheus sees it. Health is <c>up</c>, <c>down</c> or <c>unknown</c>; the last error is "" when there was none.</summary>
internal sealed record ScrapeTarget(string Job, Uri Url, string Health, string LastError);
