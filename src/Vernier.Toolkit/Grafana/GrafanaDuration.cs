using System.Globalization;

namespace Vernier.Toolkit.Grafana;

/// <summary>
/// Formats durations for Grafana as one number with one unit. Grafana would read only the hour of <c>1h30m</c>, and reject <c>now-1h30m</c>.
/// </summary>
internal static class GrafanaDuration
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
        [("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1))];

    /// <summary>Formats a duration in the largest unit without a remainder: 90 minutes become <c>90m</c>. Fractions of a millisecond are dropped.</summary>
    public static string Format(TimeSpan duration)
    {
        (var unit, var length) = Units.First(unit => duration.Ticks % unit.Length.Ticks == 0 || unit.Unit == "ms");
        return (duration.Ticks / length.Ticks).ToString(CultureInfo.InvariantCulture) + unit;
    }
}
