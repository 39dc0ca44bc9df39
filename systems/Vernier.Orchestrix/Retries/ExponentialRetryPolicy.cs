namespace Vernier.Orchestrix.Retries;

/// <summary>
/// Delays that grow by a factor: <c>InitialDelay · Multiplier^(attempt−1) · jitter</c>, never above <see cref="MaxDelay"/>, where
/// <c>jitter = 1 + ((attempt mod 3) − 1) · 0.1</c>. By default 1 s, 2.2 s and 3.6 s.
/// </summary>
public sealed class ExponentialRetryPolicy : RetryPolicy
{
    /// <summary>The delay after the first failure, before jitter, zero or more. Default: one second.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan InitialDelay { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(1);

    /// <summary>The factor between two delays, 1 or more. Default: 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1, infinite or not a number.</exception>
    public double Multiplier
    {
        get;
        init => field = value >= 1 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The multiplier must be a finite number of 1 or more.");
    } = 2;

    /// <summary>The maximum delay, jitter included. Default: 60 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan MaxDelay { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public override TimeSpan DelayAfter(int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        var jitter = 1 + (((attempt % 3) - 1) * 0.1);
        return Limit(InitialDelay.TotalSeconds * Math.Pow(Multiplier, attempt - 1) * jitter, MaxDelay);
    }
}
