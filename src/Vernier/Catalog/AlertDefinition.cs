namespace Vernier.Catalog;

/// <summary>Defines an alert on the defined metrics. Immutable.</summary>
/// <param name="Name">The name of the alert, in CamelCase.</param>
/// <param name="Expression">The condition. The alert fires for each series that the expression returns.</param>
public sealed record AlertDefinition(string Name, PromQLExpression Expression)
{
    /// <summary>Gets how long the condition must hold before the alert fires.</summary>
    public required TimeSpan For { get; init; }

    /// <summary>Gets the severity.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>Gets one line for the notification, which can contain Prometheus templates.</summary>
    public required string Summary { get; init; }

    /// <summary>Gets what happens and what to check first. Can contain Prometheus templates.</summary>
    public required string Description { get; init; }

    /// <summary>Gets the runbook: a path in the repository or a URL.</summary>
    public required string Runbook { get; init; }

    /// <summary>Gets the labels of the alert besides <c>severity</c>. Empty by default.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init => field = value is null ? value! : [.. value]; } = [];

    /// <summary>Gets examples that prove when the alert fires and when it does not.</summary>
    public IReadOnlyList<AlertTest> Tests { get; init => field = value is null ? value! : [.. value]; } = [];
}

/// <summary>The severity of an alert, the value of its label <c>severity</c>.</summary>
public enum AlertSeverity
{
    /// <summary>For information.</summary>
    Info,

    /// <summary>Must be looked at during working hours.</summary>
    Warning,

    /// <summary>Needs immediate action.</summary>
    Critical,
}

/// <summary>
/// An example that proves an alert, run by <c>promtool test rules</c>. An alert needs at least one in which it fires and one in which it does not. Immutable.
/// </summary>
/// <param name="When">A description of what happens.</param>
/// <param name="Firing">The number of series for which the alert fires at that time; 0 if it has not fired until then.</param>
/// <param name="Series">The input series, one value per minute.</param>
public sealed record AlertTest(string When, int Firing, params IReadOnlyList<TestSeries> Series)
{
    /// <summary>Gets the input series, one value per minute.</summary>
    public IReadOnlyList<TestSeries> Series { get; init => field = value is null ? value! : [.. value]; } = Series is null ? Series! : [.. Series];

    /// <summary>Gets the time of evaluation after the first value: a minute or more, 30 minutes by default.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromMinutes(30);
}

/// <summary>An input series of an <see cref="AlertTest"/>. Immutable.</summary>
/// <param name="Series">The series with its labels: <c>$"{Errors}{{type=\"handler_error\"}}"</c>.</param>
/// <param name="Values">The values in the notation of promtool: <c>0+6x60</c> is 0, 6, 12 and so on, in 60 steps.</param>
public sealed record TestSeries(PromQLExpression Series, string Values);
