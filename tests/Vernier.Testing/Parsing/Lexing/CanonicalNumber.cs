using System.Globalization;

namespace Vernier.Testing.Parsing.Lexing;

/// <summary>
/// How OpenMetrics requires a number to be spelled in a "le" or "quantile" label ("Considerations: Canonical Numbers"): as Go's %g does, the
/// shortest digits that read back as the same float64, with an exponent below 1e-04 and from 1e+06 on, and ".0" unless something
/// else marks it as a float.
/// </summary>
internal static class CanonicalNumber
{
    public static string Format(double value)
    {
        if (double.IsInfinity(value))
            return value > 0 ? "+Inf" : "-Inf";
        if (double.IsNaN(value))
            return "NaN";
        var sign = double.IsNegative(value) ? "-" : "";
        (var digits, var exponent) = Digits(Math.Abs(value));
        return sign + (exponent is < -4 or >= 6 ? Scientific(digits, exponent) : Fixed(digits, exponent));
    }

    /// <summary>The significant digits; the first one counts 10^exponent.</summary>
    private static (string Digits, int Exponent) Digits(double value)
    {
        if (value == 0)
            return ("0", 0);
        var parts = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        var exponent = parts.Length == 2 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.');
        exponent += (point < 0 ? parts[0].Length : point) - 1;
        var digits = parts[0].Replace(".", "");
        var significant = digits.TrimStart('0');
        return (significant.TrimEnd('0'), exponent - (digits.Length - significant.Length));
    }

    private static string Scientific(string digits, int exponent) =>
        digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "") + (exponent < 0 ? "e-" : "e+") + Math.Abs(exponent).ToString("00");

    private static string Fixed(string digits, int exponent)
    {
        if (exponent < 0)
            return "0." + new string('0', -exponent - 1) + digits;
        var padded = digits.PadRight(exponent + 2, '0');
        return padded[..(exponent + 1)] + "." + padded[(exponent + 1)..];
    }
}
