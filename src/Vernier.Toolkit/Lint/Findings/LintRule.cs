namespace Vernier.Toolkit.Lint.Findings;

/// <summary>Describes a rule of the linter. Immutable.</summary>
/// <param name="Id">The identifier in reports and in the suppressions file, in lower case with dashes.</param>
/// <param name="Severity">The severity of its findings.</param>
/// <param name="Title">The problem it reports, as a sentence.</param>
/// <param name="Fix">What to do about it, as a sentence. A finding can carry a more specific fix.</param>
public sealed record LintRule(string Id, LintSeverity Severity, string Title, string Fix)
{
    /// <summary>Input that violates the rule, for the reference documentation.</summary>
    internal string Example { get; init; } = "";

    /// <summary>The effect of a violation on the result of a query.</summary>
    internal QueryEffect Effect { get; init; }

    /// <summary>Whether findings can be suppressed. False for input that cannot be read, because unread input cannot be judged.</summary>
    internal bool IsSuppressible { get; init; } = true;

    /// <summary>Returns the <see cref="Id"/>.</summary>
    public override string ToString() => Id;
}
