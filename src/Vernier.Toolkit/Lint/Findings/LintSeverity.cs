namespace Vernier.Toolkit.Lint.Findings;

/// <summary>Specifies how serious a finding is.</summary>
public enum LintSeverity
{
    /// <summary>Useful to know and often intended.</summary>
    Info,

    /// <summary>Probably not what the author intended.</summary>
    Warning,

    /// <summary>Cannot work, or returns a wrong value.</summary>
    Error,
}
