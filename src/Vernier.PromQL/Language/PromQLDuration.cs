using System.Globalization;
using System.Text;

namespace Vernier.PromQL.Language;

/// <summary>A duration in an expression, such as <c>1h30m</c>, or a dashboard variable in its place. Immutable.</summary>
/// <param name="Value">The duration, in whole milliseconds; negative only in an offset; zero for a variable.</param>
/// <param name="Variable">
/// The variable as written, such as <c>$__rate_interval</c> or <c>${window}</c>, in an offset with its sign; null for a duration.
/// </param>
public sealed record PromQLDuration(TimeSpan Value, string? Variable = null)
{
    // Like Prometheus, years and weeks are used only if nothing remains: 1w1d becomes 8d.
    private static readonly (string Unit, long Milliseconds, bool Exact)[] Units =
    [
        ("y", 365L * 24 * 3600 * 1000, true),
        ("w", 7L * 24 * 3600 * 1000, true),
        ("d", 24L * 3600 * 1000, false),
        ("h", 3600L * 1000, false),
        ("m", 60L * 1000, false),
        ("s", 1000, false),
        ("ms", 1, false),
    ];

    /// <summary>Returns the duration in the syntax and units that Prometheus prints, or the variable.</summary>
    public override string ToString()
    {
        if (Variable is not null)
            return Variable;
        var rest = Value.Ticks / TimeSpan.TicksPerMillisecond;
        if (rest == 0)
            return "0s";

        var text = new StringBuilder();
        if (rest < 0)
        {
            text.Append('-');
            rest = -rest;
        }
        foreach (var (unit, milliseconds, exact) in Units)
        {
            if (rest < milliseconds || (exact && rest % milliseconds != 0))
                continue;
            text.Append(CultureInfo.InvariantCulture, $"{rest / milliseconds}{unit}");
            rest %= milliseconds;
        }
        return text.ToString();
    }
}
