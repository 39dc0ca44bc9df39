namespace Vernier.Toolkit.Lint.Findings;

/// <summary>How much a finding matters.</summary>
public enum LintSeverity
{
    /// <summary>Worth knowing, and often intended.</summary>
    Note,

    /// <summary>Likely not what was meant.</summary>
    Warning,

    /// <summary>It cannot work, or says something that is not true.</summary>
    Error,
}
