namespace Vernier.Orchestrix.Retries;

/// <summary>Delays that grow by a constant: <c>InitialDelay + Increment · (attempt−1)</c>, never above <see cref="MaxDelay"/>. By default 1 s, 2 s and 3 s.</summary>
public sealed class LinearRetryPolicy : RetryPolicy
{
    /// <summary>The delay after the first failure, zero or more. Default: one second.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan InitialDelay { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(1);

    /// <summary>The difference between two delays, zero or more. Default: one second.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan Increment { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(1);

    /// <summary>The maximum delay. Default: 60 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan MaxDelay { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public override TimeSpan DelayAfter(int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        return Limit(InitialDelay.TotalSeconds + (Increment.TotalSeconds * (attempt - 1)), MaxDelay);
    }
}
