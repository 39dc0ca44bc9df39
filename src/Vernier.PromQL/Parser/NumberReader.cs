using System.Globalization;
using System.Text.RegularExpressions;

namespace Vernier.PromQL.Parser;

/// <summary>Parses number literals like Go: <c>0x1F</c> is hexadecimal, <c>017</c> is octal, everything else is decimal.</summary>
internal static partial class NumberReader
{
    public static bool IsNumber(string text) => Syntax().IsMatch(text);

    /// <summary>Returns the number; null if it is out of range.</summary>
    public static double? Read(string text)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal) && hexadecimal >= 0 ? hexadecimal : null;
        if (Octal().IsMatch(text))
            return text.Aggregate(0d, (value, digit) => (value * 8) + (digit - '0'));
        var number = double.Parse(text, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? number : null;
    }

    [GeneratedRegex("^(0[xX][0-9a-fA-F]+|([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();

    // At most the digits that fit into 63 bits; Go parses longer numbers as decimal.
    [GeneratedRegex("^0+[0-7]{1,21}$", RegexOptions.CultureInvariant)]
    private static partial Regex Octal();
}
