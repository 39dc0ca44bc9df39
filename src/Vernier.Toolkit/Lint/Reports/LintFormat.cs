namespace Vernier.Toolkit.Lint.Reports;

/// <summary>How findings are written.</summary>
public enum LintFormat
{
    /// <summary>For people: two lines for each finding, and a line with the sums.</summary>
    Text,

    /// <summary>For programs: one JSON object.</summary>
    Json,

    /// <summary>For GitHub: workflow commands, which become annotations of the lines that were changed.</summary>
    GitHub,
}
