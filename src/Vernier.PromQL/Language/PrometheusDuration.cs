using System.Globalization;
using System.Text.RegularExpressions;

namespace Vernier.PromQL.Language;

/// <summary>
/// Formats and parses durations in the syntax of Prometheus: whole numbers with units, each unit at most once, in descending order, such as <c>1m30s</c>
/// (Prometheus documentation, "Time Durations"). Thread-safe.
/// </summary>
public static partial class PrometheusDuration
{
    private static readonly (string Unit, long Milliseconds)[] Units =
        [("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

    // Prometheus stores durations as nanoseconds in 63 bits: about 292 years.
    private const decimal MaxMilliseconds = long.MaxValue / 1_000_000;

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
        if (!HasForm(text))
            return false;
        var match = Syntax().Match(text);
        var total = 0m;
        foreach ((var unit, var milliseconds) in Units)
        {
            if (match.Groups[unit] is not { Success: true } digits)
                continue;
            if (!decimal.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > MaxMilliseconds)
                return false;
            total += number * milliseconds;
        }
        if (total > MaxMilliseconds)
            return false;
        duration = TimeSpan.FromTicks((long)total * TimeSpan.TicksPerMillisecond);
        return true;
    }

    /// <summary>Returns whether the text has the syntax of a duration, even if it exceeds the maximum.</summary>
    internal static bool HasForm(string text) => text.Length > 0 && Syntax().IsMatch(text);

    [GeneratedRegex("^((?<y>[0-9]+)y)?((?<w>[0-9]+)w)?((?<d>[0-9]+)d)?((?<h>[0-9]+)h)?((?<m>[0-9]+)m)?((?<s>[0-9]+)s)?((?<ms>[0-9]+)ms)?\\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();
}
