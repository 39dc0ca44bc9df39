using System.Globalization;

namespace Vernier.PromQL.Language;

/// <summary>Formats a number like Prometheus: the fewest digits that round-trip, with an exponent below 0.0001 and from 1e+06.</summary>
internal static class NumberText
{
    private const int MinPlainExponent = -4;
    private const int EndOfPlainExponents = 6;

    public static string Format(double value)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "+Inf" : "-Inf";

        var sign = double.IsNegative(value) ? "-" : "";
        // "R" returns the fewest digits that round-trip, but uses other limits for the exponent.
        var parts = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var point = parts[0].IndexOf('.');
        var whole = point < 0 ? parts[0].Length : point;
        var all = parts[0].Replace(".", "");
        var digits = all.TrimStart('0');
        var exponent = whole - (all.Length - digits.Length) - 1 + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        digits = digits.TrimEnd('0');
        return digits.Length == 0 ? sign + "0" : sign + Place(digits, exponent);
    }

    private static string Place(string digits, int exponent)
    {
        if (exponent is < MinPlainExponent or >= EndOfPlainExponents)
            return $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        if (exponent < 0)
            return "0." + new string('0', -exponent - 1) + digits;
        return digits.Length <= exponent + 1 ? digits.PadRight(exponent + 1, '0') : digits.Insert(exponent + 1, ".");
    }
}
