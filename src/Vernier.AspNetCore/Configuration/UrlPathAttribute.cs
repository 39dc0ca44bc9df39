using System.ComponentModel.DataAnnotations;

namespace Vernier.AspNetCore.Configuration;

/// <summary>The path of an endpoint, such as <c>/metrics</c>.</summary>
/// <param name="key">The key in the configuration, for the message.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UrlPathAttribute(string key) : ValidationAttribute
{
    public string Key { get; } = key;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is string { Length: <= 200 } path && path.StartsWith('/') && path.All(IsAllowed)
            ? ValidationResult.Success
            : new ValidationResult($"{Key}: '{value}' is not a path; it starts with / and has at most 200 letters, digits and any of / - . _ ~");

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || "/-._~".Contains(c, StringComparison.Ordinal);
}
