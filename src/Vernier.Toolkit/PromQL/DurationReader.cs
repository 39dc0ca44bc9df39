using System.Globalization;
using System.Text.RegularExpressions;

namespace Vernier.Toolkit.PromQL;

/// <summary>Reads lengths of time as Prometheus does: whole numbers with units, each unit at most once, the larger before the smaller.</summary>
internal static partial class DurationReader
{
    private static readonly (string Unit, long Milliseconds)[] Units =
        [("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

    // Prometheus counts in nanoseconds, in 63 bits: some 292 years.
    private const decimal MaxMilliseconds = long.MaxValue / 1_000_000;

    public static bool IsDuration(string text) => Syntax().IsMatch(text);

    /// <summary>The length, or null when it is too long.</summary>
    public static TimeSpan? Read(string text)
    {
        var match = Syntax().Match(text);
        var total = 0m;
        foreach (var (unit, milliseconds) in Units)
        {
            if (match.Groups[unit] is not { Success: true } digits)
                continue;
            if (!decimal.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > MaxMilliseconds)
                return null;
            total += number * milliseconds;
        }
        return total <= MaxMilliseconds ? TimeSpan.FromTicks((long)total * TimeSpan.TicksPerMillisecond) : null;
    }

    [GeneratedRegex("^((?<y>[0-9]+)y)?((?<w>[0-9]+)w)?((?<d>[0-9]+)d)?((?<h>[0-9]+)h)?((?<m>[0-9]+)m)?((?<s>[0-9]+)s)?((?<ms>[0-9]+)ms)?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();
}
