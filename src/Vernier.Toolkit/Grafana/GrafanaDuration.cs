using System.Globalization;

namespace Vernier.Toolkit.Grafana;

/// <summary>
/// Lengths of time as Grafana reads them everywhere: one number with one unit. Of <c>1h30m</c> it would read the hour alone, and <c>now-1h30m</c> not at all.
/// </summary>
internal static class GrafanaDuration
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
        [("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1))];

    /// <summary>In the largest unit that it is a whole number of: 90 minutes are <c>90m</c>. What is less than a millisecond is left out.</summary>
    public static string Format(TimeSpan duration)
    {
        (var unit, var length) = Units.First(unit => duration.Ticks % unit.Length.Ticks == 0 || unit.Unit == "ms");
        return (duration.Ticks / length.Ticks).ToString(CultureInfo.InvariantCulture) + unit;
    }
}
