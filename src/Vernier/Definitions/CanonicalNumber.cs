using System.Globalization;

namespace Vernier.Definitions;

/// <summary>
/// Formats a number as a label value, <c>le</c> or <c>quantile</c>, where 1 and 1.0 would be different series: like Go's <c>%g</c>, with <c>.0</c>
/// appended to a number without point and exponent (OpenMetrics 1.0.0, "Considerations: Canonical Numbers"). The Prometheus text format uses the same
/// spelling, so that a series is identical in both.
/// </summary>
internal static class CanonicalNumber
{
    public static string Format(double value)
    {
        if (double.IsPositiveInfinity(value))
            return "+Inf";
        if (double.IsNegativeInfinity(value))
            return "-Inf";
        if (double.IsNaN(value))
            return "NaN";
        if (value == 0)
            return "0.0";

        // The format "E16" of .NET is not the shortest, so the shortest digits come from "R" and the point is placed here.
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var mantissa = shortest.Split('E')[0];
        var exponent = shortest.Contains('E') ? int.Parse(shortest.Split('E')[1], CultureInfo.InvariantCulture) : 0;
        var point = mantissa.IndexOf('.') is >= 0 and int at ? at : mantissa.Length;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var zeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        var scientific = exponent + point - zeros - 1; // The power of ten of the first digit.

        var text = scientific is < -4 or >= 6 ? Scientific(digits, scientific) : Fixed(digits, scientific);
        return value < 0 ? "-" + text : text;
    }

    private static string Scientific(string digits, int exponent)
    {
        var fraction = digits.Length > 1 ? "." + digits[1..] : "";
        var sign = exponent < 0 ? "-" : "+";
        return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{fraction}e{sign}{Math.Abs(exponent):00}");
    }

    private static string Fixed(string digits, int exponent)
    {
        if (exponent < 0)
            return "0." + new string('0', -exponent - 1) + digits;
        var padded = digits.PadRight(exponent + 1, '0');
        var fraction = padded[(exponent + 1)..];
        return padded[..(exponent + 1)] + "." + (fraction.Length == 0 ? "0" : fraction);
    }
}
