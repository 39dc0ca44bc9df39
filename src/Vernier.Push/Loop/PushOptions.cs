using System.ComponentModel.DataAnnotations;

namespace Vernier.Push.Loop;

/// <summary>The options of all pushers: target, credentials, schedule, retries and circuit breaker. Validated and read once, at startup.</summary>
public abstract class PushOptions : IValidatableObject
{
    private protected PushOptions()
    {
    }

    /// <summary>The URL of the target, http or https, without user and password. Required.</summary>
    public Uri? Url { get; set; }

    /// <summary>The user of basic authentication; requires the password. Default: null, which means none.</summary>
    public string? BasicAuthUser { get; set; }

    /// <summary>The password of basic authentication. Default: null, which means none.</summary>
    public string? BasicAuthPassword { get; set; }

    /// <summary>The token of <c>Authorization: Bearer</c>, instead of basic authentication. Default: null, which means none.</summary>
    public string? BearerToken { get; set; }

    /// <summary>The time between the starts of two pushes, 1 second to 1 day. Default: 60 seconds.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The timeout of one push, 10 milliseconds to 10 minutes. Default: 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The maximum number of retries of a failed push before the next one is due, 0 to 10. A refused push is not retried. Default: 3.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>The delay before the first retry, 10 milliseconds to 1 minute. It doubles for each further retry, with a jitter of ±25%. Default: 1 second.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The number of consecutive failures, retries included, that opens the circuit breaker, 1 to 1000. Default: 5.</summary>
    public int BreakerThreshold { get; set; } = 5;

    /// <summary>How long the circuit breaker stays open before one push is tried, 10 milliseconds to 1 day. Default: 60 seconds.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The timeout of the final push at shutdown, retries included, 10 milliseconds to 10 minutes. Default: 5 seconds.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext) => [.. ValidateCommon(), .. ValidateOwn()];

    private protected abstract IEnumerable<ValidationResult> ValidateOwn();

    private protected static ValidationResult Failure(string text, params string[] members) => new(text, members);

    private IEnumerable<ValidationResult> ValidateCommon()
    {
        IEnumerable<ValidationResult?> failures =
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
        return failures.OfType<ValidationResult>();
    }

    private static ValidationResult? InRange<T>(string member, T value, T minimum, T maximum)
        where T : IComparable<T> =>
        value.CompareTo(minimum) >= 0 && value.CompareTo(maximum) <= 0 ? null : Failure($"invalid value '{value}'; must be between {minimum} and {maximum}.", member);
}
