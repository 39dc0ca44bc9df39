namespace Vernier.Orchestrix.Retries;

/// <summary>
/// How often and after which delays a failed handler is called again. Immutable and free of chance, hence safe to share and easy to test.
/// Derive from it for a policy of your own.
/// </summary>
public abstract class RetryPolicy
{
    /// <summary>How many times a handler is called again after its first failure, 0 or more. Default: 3.</summary>
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

    /// <summary>How long to wait after the failed attempt number <paramref name="attempt"/>, which counts from 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="attempt"/> is less than 1.</exception>
    public abstract TimeSpan DelayAfter(int attempt);

    /// <summary>The delay in seconds, kept between zero and <paramref name="max"/>; a product too large for a <see cref="TimeSpan"/> is the maximum.</summary>
    private protected static TimeSpan Limit(double seconds, TimeSpan max) =>
        seconds >= max.TotalSeconds ? max : TimeSpan.FromSeconds(Math.Max(0, seconds));

    private protected static TimeSpan NotNegative(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        return value;
    }
}
