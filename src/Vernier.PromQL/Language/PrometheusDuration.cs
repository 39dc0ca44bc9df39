using System.Globalization;

namespace Vernier.PromQL.Language;

/// <summary>
/// Formats and parses durations in the syntax of Prometheus: whole numbers with units, each unit at most once, in descending order, such as <c>1m30s</c>
/// (Prometheus documentation, "Time Durations"). Thread-safe.
/// </summary>
public static class PrometheusDuration
{
    private static readonly (string Unit, long Milliseconds)[] Units =
        [("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

    // Prometheus stores durations as nanoseconds in 63 bits: about 292 years.
    private const long MaxMilliseconds = long.MaxValue / 1_000_000;

    /// <summary>Formats a duration in the largest possible units up to days: 90 seconds become <c>1m30s</c>. Fractions of a millisecond are dropped.</summary>
    /// <param name="duration">The duration; not negative.</param>
    /// <returns>The text; <c>0s</c> for less than a millisecond.</returns>
    public static string Format(TimeSpan duration)
    {
        var rest = (long)duration.TotalMilliseconds;
        if (rest == 0)
            return "0s";
        var text = "";
        foreach ((var unit, var milliseconds) in Units.SkipWhile(unit => unit.Unit != "d"))
        {
            if (rest / milliseconds is > 0 and long count)
                text += count.ToString(CultureInfo.InvariantCulture) + unit;
            rest %= milliseconds;
        }
        return text;
    }

    /// <summary>Parses a duration.</summary>
    /// <param name="text">The text, such as <c>1h30m</c>.</param>
    /// <param name="duration">The duration; zero if the text is not valid.</param>
    /// <returns>True if the text is a duration of at most 292 years.</returns>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        duration = default;
        if (!TryRead(text, out var milliseconds) || milliseconds is not { } total)
            return false;
        duration = TimeSpan.FromTicks(total * TimeSpan.TicksPerMillisecond);
        return true;
    }

    /// <summary>Returns whether the text has the syntax of a duration, even if it exceeds the maximum.</summary>
    internal static bool HasForm(string text) => TryRead(text, out _);

    /// <summary>Reads pairs of a number and a unit from left to right. The total is null if it exceeds the maximum.</summary>
    private static bool TryRead(ReadOnlySpan<char> text, out long? milliseconds)
    {
        milliseconds = 0;
        var allowed = Units.AsSpan();
        do
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0)
                return false;
            var number = text[..digits];
            text = text[digits..];
            var end = text.IndexOfAnyInRange('0', '9');
            var unit = end < 0 ? text : text[..end];
            text = text[unit.Length..];

            while (!allowed.IsEmpty && !unit.SequenceEqual(allowed[0].Unit))
                allowed = allowed[1..];
            if (allowed.IsEmpty)
                return false;
            milliseconds = Add(milliseconds, number, allowed[0].Milliseconds);
            allowed = allowed[1..];
        }
        while (!text.IsEmpty);
        return true;
    }

    private static long? Add(long? total, ReadOnlySpan<char> digits, long unit) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= (MaxMilliseconds - total) / unit ? total + (number * unit) : null;
}
