namespace Vernier.Orchestrix.Retries;

/// <summary>
/// The number of retries of a failed handler, and the delays between them. Immutable and deterministic, so it can be shared and tested. Derive from it
/// for a custom policy.
/// </summary>
public abstract class RetryPolicy
{
    /// <summary>The maximum number of retries after the first failure, 0 or more. Default: 3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxRetries
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 3;

    /// <summary>Returns the delay after failed attempt number <paramref name="attempt"/>, counted from 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="attempt"/> is less than 1.</exception>
    public abstract TimeSpan DelayAfter(int attempt);

    /// <summary>Limits a delay in seconds to the range from zero to <paramref name="max"/>. A value too large for a <see cref="TimeSpan"/> becomes the maximum.</summary>
    private protected static TimeSpan Limit(double seconds, TimeSpan max) =>
        seconds >= max.TotalSeconds ? max : TimeSpan.FromSeconds(Math.Max(0, seconds));

    private protected static TimeSpan NotNegative(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        return value;
    }
}
