using System.ComponentModel.DataAnnotations;

namespace Vernier.AspNetCore.Configuration;

/// <summary>
/// Derives the keys of an options class from its property names in snake_case: <c>HistogramBuckets</c> is <c>histogram_buckets</c>. Without it the
/// keys are the property names. <see cref="Microsoft.Extensions.Configuration.ConfigurationKeyNameAttribute"/> on a property takes precedence.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SnakeCaseKeysAttribute : Attribute;

/// <summary>Marks a property whose value never appears in a message.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

/// <summary>Requires a TCP port, 1 to 65535, or 0 for any free port; null is valid.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PortAttribute() : ValidationAttribute("must be a port from 1 to 65535, or 0 for any free port")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null or (>= 0 and <= 65535);
}

/// <summary>Requires the path of an endpoint, such as <c>/metrics</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UrlPathAttribute() : ValidationAttribute("must start with / and consist of at most 200 letters, digits and any of / - . _ ~")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is string { Length: <= 200 } path && path.StartsWith('/') && path.All(IsAllowed);

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || "/-._~".Contains(c, StringComparison.Ordinal);
}

/// <summary>Requires the upper bounds of histogram buckets: at least one, finite, in strictly ascending order.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BucketBoundsAttribute()
    : ValidationAttribute("must be a list of one or more finite numbers in strictly ascending order; the +Inf bucket is implicit")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is IReadOnlyList<double> { Count: > 0 } bounds
        && bounds.All(double.IsFinite)
        && bounds.Zip(bounds.Skip(1)).All(pair => pair.First < pair.Second);
}

/// <summary>Requires an absolute http or https URL without user name, password and fragment; null is valid.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HttpUrlAttribute() : ValidationAttribute("must be an absolute http or https URL without user name, password and fragment")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null
        || value is Uri { IsAbsoluteUri: true, Scheme: "http" or "https", Host.Length: > 0, UserInfo: "", Fragment: "" };
}

/// <summary>Requires a duration within a range; null is valid.</summary>
/// <param name="minimum">The shortest duration, in seconds.</param>
/// <param name="maximum">The longest duration, in seconds.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationRangeAttribute(double minimum, double maximum) : ValidationAttribute
{
    /// <summary>The shortest duration, in seconds.</summary>
    public double Minimum { get; } = minimum;

    /// <summary>The longest duration, in seconds.</summary>
    public double Maximum { get; } = maximum;

    /// <summary>Whether 0 is valid although it is below <see cref="Minimum"/>. Default: false.</summary>
    public bool AllowZero { get; set; }

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || value is TimeSpan duration
        && (AllowZero && duration == TimeSpan.Zero || duration >= TimeSpan.FromSeconds(Minimum) && duration <= TimeSpan.FromSeconds(Maximum));

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) =>
        $"must be {(AllowZero ? "0, or " : "")}between {OptionText.Format(Minimum)} and {OptionText.Format(Maximum)} seconds";
}
