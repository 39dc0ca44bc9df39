namespace Vernier.DicomWebOAuth.Resilience;

/// <summary>The pauses before retries. Each formula takes the number of the retry, from 0.</summary>
internal static class BackOff
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static TimeSpan Fixed(double initial) => Seconds(initial, null);

    /// <summary>initial + retry · increment, not more than the longest.</summary>
    public static TimeSpan Linear(int retry, double initial, double increment, double? longest) => Seconds(initial + (retry * increment), longest);

    /// <summary>initial · multiplier^retry, not more than the longest.</summary>
    public static TimeSpan Exponential(int retry, double initial, double multiplier, double? longest) =>
        Seconds(initial * Math.Pow(multiplier, retry), longest);

    private static TimeSpan Seconds(double seconds, double? longest)
    {
        var bounded = Math.Min(seconds, longest ?? Longest.TotalSeconds);
        // 0 · ∞ is not a number; no pause is what 0 asks for.
        return double.IsNaN(bounded) ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(bounded, Longest.TotalSeconds));
    }
}
