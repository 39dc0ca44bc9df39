namespace Vernier.DicomWebOAuth.Resilience;

/// <summary>Computes the delays before retries. The retry number starts at 0.</summary>
internal static class BackOff
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromDays(1);

    public static TimeSpan Fixed(double initial) => FromSeconds(initial, null);

    /// <summary>min(initial + retry · increment, maximum)</summary>
    public static TimeSpan Linear(int retry, double initial, double increment, double? maximum) => FromSeconds(initial + (retry * increment), maximum);

    /// <summary>min(initial · multiplier^retry, maximum)</summary>
    public static TimeSpan Exponential(int retry, double initial, double multiplier, double? maximum) =>
        FromSeconds(initial * Math.Pow(multiplier, retry), maximum);

    private static TimeSpan FromSeconds(double seconds, double? maximum)
    {
        var bounded = Math.Min(seconds, maximum ?? MaxDelay.TotalSeconds);
        // 0 · ∞ is NaN; an initial delay of 0 means no delay.
        return double.IsNaN(bounded) ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(bounded, MaxDelay.TotalSeconds));
    }
}
