using System.ComponentModel.DataAnnotations;

namespace Vernier.Push.Loop;

/// <summary>What all pushers have in common: where to, by whose authority, how often, and what happens when it fails. Checked at start, and read once.</summary>
public abstract class PushOptions : IValidatableObject
{
    private protected PushOptions()
    {
    }

    /// <summary>The target's URL, http or https, without user and password. It has no default.</summary>
    public Uri? Url { get; set; }

    /// <summary>The user for basic authentication, together with the password; null (the default) for none.</summary>
    public string? BasicAuthUser { get; set; }

    /// <summary>The password that belongs to the user; null (the default) for none.</summary>
    public string? BasicAuthPassword { get; set; }

    /// <summary>The token that is sent as <c>Authorization: Bearer</c>, instead of basic authentication; null (the default) for none.</summary>
    public string? BearerToken { get; set; }

    /// <summary>Time from the start of one push to the start of the next, 1 second to 1 day. Default: 60 seconds.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one try may take, 10 milliseconds to 10 minutes. Default: 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a push that failed is tried again before the next one is due, 0 to 10. Default: 3. One that was refused is not tried again.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>Time to the first retry, 10 milliseconds to 1 minute; each further one waits twice as long, a quarter more or less. Default: 1 second.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many tries in a row must fail, retries included, until the circuit breaker opens, 1 to 1000. Default: 5.</summary>
    public int BreakerThreshold { get; set; } = 5;

    /// <summary>How long the open circuit breaker lets nothing through before one push is tried, 10 milliseconds to 1 day. Default: 60 seconds.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the last push at shutdown may take with all its retries, 10 milliseconds to 10 minutes. Default: 5 seconds.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext) => [.. ValidateCommon(), .. ValidateOwn()];

    private protected abstract IEnumerable<ValidationResult> ValidateOwn();

    private protected static ValidationResult Mistake(string text, params string[] members) => new(text, members);

    private IEnumerable<ValidationResult> ValidateCommon()
    {
        IEnumerable<ValidationResult?> mistakes =
        [
            .. PushTargetRules.Check(this),
            InRange(nameof(Interval), Interval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
            InRange(nameof(Timeout), Timeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10)),
            InRange(nameof(MaxRetries), MaxRetries, 0, 10),
            InRange(nameof(RetryDelay), RetryDelay, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)),
            InRange(nameof(BreakerThreshold), BreakerThreshold, 1, 1000),
            InRange(nameof(BreakDuration), BreakDuration, TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1)),
            InRange(nameof(ShutdownTimeout), ShutdownTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10)),
        ];
        return mistakes.OfType<ValidationResult>();
    }

    private static ValidationResult? InRange<T>(string member, T value, T minimum, T maximum)
        where T : IComparable<T> =>
        value.CompareTo(minimum) >= 0 && value.CompareTo(maximum) <= 0 ? null : Mistake($"is {value}; it must be from {minimum} to {maximum}.", member);
}
