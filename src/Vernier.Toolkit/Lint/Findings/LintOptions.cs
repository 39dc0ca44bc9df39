namespace Vernier.Toolkit.Lint.Findings;

/// <summary>Options for the linter. Immutable.</summary>
public sealed record LintOptions
{
    /// <summary>Gets the scrape interval of metrics whose catalog does not define one. Default: 15 seconds.</summary>
    public TimeSpan ScrapeInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets the maximum number of series per metric. Default: 10,000.</summary>
    public int MaxSeries { get; init; } = 10_000;

    /// <summary>Gets the labels that Prometheus adds to every series. Default: <c>job</c> and <c>instance</c>.</summary>
    public IReadOnlyList<string> TargetLabels { get; init; } = ["job", "instance"];

    /// <summary>Gets the time limit for reading each endpoint and each file, including parsing: not negative, at most 24 days. Default: 10 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the path of the suppressions file; null (the default) for none.</summary>
    public string? Suppressions { get; init; }
}
