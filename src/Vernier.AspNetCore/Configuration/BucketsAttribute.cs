using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Vernier.AspNetCore.Configuration;

/// <summary>The upper bounds of a histogram's buckets.</summary>
/// <param name="key">The key in the configuration, for the message.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BucketsAttribute(string key) : ValidationAttribute
{
    public string Key { get; } = key;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is not IReadOnlyList<double> { Count: > 0 } bounds)
            return new ValidationResult($"{Key}: there is no bucket; at least one upper bound is needed.");

        var mistake = !bounds.All(double.IsFinite) ? "is not all finite numbers (the bucket +Inf is always there by itself)"
            : !Ascends(bounds) ? "is not in ascending order without repetition"
            : null;
        return mistake is null
            ? ValidationResult.Success
            : new ValidationResult($"{Key}: [{string.Join(", ", bounds.Select(b => b.ToString(CultureInfo.InvariantCulture)))}] {mistake}.");
    }

    private static bool Ascends(IReadOnlyList<double> bounds) => bounds.Zip(bounds.Skip(1)).All(pair => pair.First < pair.Second);
}
