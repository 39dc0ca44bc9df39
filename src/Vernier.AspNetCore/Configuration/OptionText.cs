using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Vernier.AspNetCore.Configuration;

/// <summary>Renders values and rules for an <see cref="OptionFailure"/>.</summary>
internal static class OptionText
{
    public const string Redacted = "***";

    /// <summary>Returns a value as it is written in the configuration: durations in seconds, URLs without credentials.</summary>
    public static string? Format(object? value) => value switch
    {
        null or "" => null,
        string text => text,
        TimeSpan duration => duration.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        Uri url => FormatUrl(url.OriginalString),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Format))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    /// <summary>Hides a URL with an at sign: what precedes it may be a password.</summary>
    public static string FormatUrl(string url) => url.Contains('@', StringComparison.Ordinal) ? Redacted : url;

    /// <summary>Returns what an attribute requires. The default messages of the framework repeat the property name instead of the key.</summary>
    public static string Rule(ValidationAttribute attribute, ValidationResult result) => attribute switch
    {
        RequiredAttribute { ErrorMessage: null } => MissingRule,
        RangeAttribute { ErrorMessage: null, Maximum: int.MaxValue } range => $"must be {Format(range.Minimum)} or more",
        RangeAttribute { ErrorMessage: null } range => $"must be between {Format(range.Minimum)} and {Format(range.Maximum)}",
        AllowedValuesAttribute allowed => $"must be one of {string.Join(", ", allowed.Values.Select(Format))}",
        _ => result.ErrorMessage?.TrimEnd('.') ?? "is not valid",
    };

    public const string MissingRule = "a value is required";
}
