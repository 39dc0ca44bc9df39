using System.ComponentModel.DataAnnotations;

namespace Vernier.AspNetCore.Configuration;

/// <summary>
/// A violation of a rule that involves several options, for <see cref="IValidatableObject.Validate"/>. Unlike a plain
/// <see cref="ValidationResult"/> it becomes an <see cref="OptionFailure"/> with the key and the value of the option.
/// </summary>
/// <param name="rule">What is allowed, as a phrase without a period, for example <c>must not exceed max_clients</c>.</param>
/// <param name="path">The option: property names, and the indexes or names of entries between them.</param>
public sealed class RuleViolation(string rule, params IReadOnlyList<string> path) : ValidationResult(rule, [string.Join('.', path)])
{
    /// <summary>What is allowed.</summary>
    public string Rule { get; } = rule;

    /// <summary>The option: property names, and the indexes or names of entries between them.</summary>
    public IReadOnlyList<string> Path { get; } = path;

    /// <summary>The invalid value where it is not that of the option itself, such as one entry of a list. Default: null.</summary>
    public string? Value { get; init; }

    /// <summary>The reason for the rejection. Default: an invalid value. A missing value is not shown.</summary>
    public OptionFailureKind Kind { get; init; }

    /// <summary>Creates a violation: a required option has no value.</summary>
    /// <param name="path">The option: property names, and the indexes or names of entries between them.</param>
    public static RuleViolation Missing(params IReadOnlyList<string> path) => new(OptionText.MissingRule, path) { Kind = OptionFailureKind.MissingValue };
}
