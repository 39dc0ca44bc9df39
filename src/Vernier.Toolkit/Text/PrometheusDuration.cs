using System.Globalization;

namespace Vernier.Toolkit.Text;

/// <summary>Lengths of time as Prometheus and Grafana write them, in the largest units: <c>90s</c> is <c>1m30s</c>.</summary>
internal static class PrometheusDuration
{
    private static readonly (string Unit, long Milliseconds)[] Units = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

    public static string Format(TimeSpan duration)
    {
        long rest = (long)duration.TotalMilliseconds;
        if (rest == 0)
            return "0s";
        string text = "";
        foreach ((string unit, long milliseconds) in Units)
        {
            if (rest / milliseconds is > 0 and long count)
                text += count.ToString(CultureInfo.InvariantCulture) + unit;
            rest %= milliseconds;
        }
        return text;
    }
}
