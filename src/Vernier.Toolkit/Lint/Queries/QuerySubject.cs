using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Queries;

/// <summary>An expression that is to be checked, with what stands around it.</summary>
/// <param name="Use">What it is for.</param>
/// <param name="Text">The expression.</param>
/// <param name="Place">Where the expression begins.</param>
internal sealed record QuerySubject(QueryUse Use, string Text, LintPlace Place)
{
    /// <summary>The name of the alert or of the recorded series; the title of the panel or of the documented query.</summary>
    public string Title { get; init; } = "";

    /// <summary>How long an alert waits; null when it does not say.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>The labels that a rule adds.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The annotations of an alert.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>The unit in which a panel shows the values, by Grafana's identifier; empty when it is no panel or says none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>How a panel names the series, with labels in double braces; empty when it is no panel, or leaves that to Grafana.</summary>
    public string Legend { get; init; } = "";

    /// <summary>The variables that the dashboard defines; null when the expression is in none, or its variables are not looked at.</summary>
    public IReadOnlySet<string>? Variables { get; init; }

    /// <summary>
    /// Whether a line feed in the text is one in the file. It is not when a file has the expression folded, or escaped in quotes: then all of it
    /// stands at its place.
    /// </summary>
    public bool KeepsLines { get; init; }
}
