namespace Vernier.AspNetCore.Configuration;

/// <summary>Explains why a setting is rejected.</summary>
public enum OptionFailureKind
{
    /// <summary>The value has the wrong type or violates a rule.</summary>
    InvalidValue,

    /// <summary>A required value is missing.</summary>
    MissingValue,

    /// <summary>No option has this key.</summary>
    UnknownKey,

    /// <summary>The value refers to an environment variable that is not set.</summary>
    MissingVariable,
}

/// <summary>A setting that is rejected. <see cref="ToString"/> is the only place that turns it into text. Immutable.</summary>
/// <param name="Key">The full key, as in the configuration, for example <c>systems:orchestrix:port</c>.</param>
/// <param name="Value">The invalid value; null when it is missing or of no use in the message. Secrets are redacted before they get here.</param>
/// <param name="Rule">What is allowed, as a phrase without a period, for example <c>must be between 1 and 10</c>.</param>
/// <param name="Kind">The reason for the rejection.</param>
public sealed record OptionFailure(string Key, string? Value, string Rule, OptionFailureKind Kind = OptionFailureKind.InvalidValue)
{
    /// <summary>An error code that follows the message in parentheses; null (the default) for none.</summary>
    public string? Code { get; init; }

    /// <summary>Returns the message for the operator: the key, the invalid value and what is allowed.</summary>
    public override string ToString() =>
        $"{Key}: {(Value is null ? "" : $"invalid value '{Value}'; ")}{Rule}{(Code is null ? "" : $" ({Code})")}.";
}
