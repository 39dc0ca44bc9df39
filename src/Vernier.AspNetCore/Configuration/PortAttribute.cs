using System.ComponentModel.DataAnnotations;

namespace Vernier.AspNetCore.Configuration;

/// <summary>A TCP port: 0 (any free one) to 65535.</summary>
/// <param name="key">The key in the configuration, for the message.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PortAttribute(string key) : ValidationAttribute
{
    public string Key { get; } = key;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is >= 0 and <= 65535
            ? ValidationResult.Success
            : new ValidationResult($"{Key}: {value} is not a port; allowed are 1 to 65535, and 0 for any free one.");
}
