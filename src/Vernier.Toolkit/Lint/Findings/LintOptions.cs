namespace Vernier.Toolkit.Lint.Findings;

/// <summary>What the linter takes for granted. Immutable.</summary>
public sealed record LintOptions
{
    /// <summary>How often Prometheus reads the metrics, where neither a catalog nor a rule group says it; 15 seconds by default.</summary>
    public TimeSpan ScrapeInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many series a metric may have; 10,000 by default.</summary>
    public int MaxSeries { get; init; } = 10_000;

    /// <summary>Labels that Prometheus adds to every series; <c>job</c> and <c>instance</c> by default.</summary>
    public IReadOnlyList<string> TargetLabels { get; init; } = ["job", "instance"];

    /// <summary>How long an endpoint may take to answer, more than zero and at most 24 days; 10 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The file of known deviations; null (the default) for none.</summary>
    public string? Deviations { get; init; }
}
