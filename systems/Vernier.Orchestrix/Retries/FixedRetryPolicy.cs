namespace Vernier.Orchestrix.Retries;

/// <summary>The same delay after every failure.</summary>
public sealed class FixedRetryPolicy : RetryPolicy
{
    /// <summary>The delay, zero or more. Default: one second.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan Interval { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override TimeSpan DelayAfter(int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        return Interval;
    }
}
