namespace Vernier.Catalog;

/// <summary>States one alert against the definitions. Immutable.</summary>
/// <param name="Name">The alert's name, in CamelCase.</param>
/// <param name="Expression">The condition: it fires for each series that the expression returns.</param>
public sealed record AlertDefinition(string Name, PromQLExpression Expression)
{
    /// <summary>How long the condition must hold before the alert fires.</summary>
    public required TimeSpan For { get; init; }

    /// <summary>How much it matters.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>One line for the notification; may hold Prometheus's templates.</summary>
    public required string Summary { get; init; }

    /// <summary>What happens, and what to look at first; may hold Prometheus's templates.</summary>
    public required string Description { get; init; }

    /// <summary>Where the steps to take are written down: a path in the repository or a URL.</summary>
    public required string Runbook { get; init; }

    /// <summary>Labels of the alert besides <c>severity</c>; none by default.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>Examples that prove when it fires and when it does not.</summary>
    public IReadOnlyList<AlertTest> Tests { get; init; } = [];
}
