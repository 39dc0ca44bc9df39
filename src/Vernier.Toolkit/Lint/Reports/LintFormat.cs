namespace Vernier.Toolkit.Lint.Reports;

/// <summary>Specifies the format of a report.</summary>
public enum LintFormat
{
    /// <summary>Text for people: two lines per finding and a summary.</summary>
    Text,

    /// <summary>One JSON object for programs.</summary>
    Json,

    /// <summary>GitHub workflow commands, which GitHub shows as annotations of the changed lines.</summary>
    GitHub,
}
