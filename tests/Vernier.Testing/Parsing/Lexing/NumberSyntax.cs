using System.Globalization;
using System.Text.RegularExpressions;

namespace Vernier.Testing.Parsing.Lexing;

/// <summary>
/// Numbers. The "number" and "realnumber" of the OpenMetrics ABNF and what Go's ParseFloat accepts are the same language, except for
/// the hexadecimal digits and underscores that ParseFloat learnt in Go 1.13: 0.0.4 is older, and Prometheus refuses them in it. So do we.
/// A number beyond the range of a 64-bit float is an error to both.
/// </summary>
internal static partial class NumberSyntax
{
    /// <summary>A number, infinities and NaN included.</summary>
    /// <param name="token">The text, all of it.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="what">How an error message calls it.</param>
    public static double Number(string token, TextPosition at, string what) =>
        NotANumber().IsMatch(token) ? double.NaN
        : Infinity().IsMatch(token) ? token[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity
        : Real(token, at, what);

    /// <summary>A finite number.</summary>
    public static double Real(string token, TextPosition at, string what)
    {
        if (token.Length == 0)
            throw new ExpositionParseException(at, $"{what} is missing");
        if (!Decimal().IsMatch(token))
            throw new ExpositionParseException(at, $"{what} '{token}' is not a number");
        var value = double.Parse(token, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value)
            ? value
            : throw new ExpositionParseException(at, $"{what} '{token}' is beyond the range of a 64-bit float");
    }

    /// <summary>An integer of 64 bits as Go's ParseInt takes it in base 10; what TryParse alone would let pass is a trailing U+0000.</summary>
    public static long Integer(string token, TextPosition at, string what) =>
        Digits().IsMatch(token) && long.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new ExpositionParseException(at, $"{what} '{token}' is not an integer of 64 bits");

    [GeneratedRegex(@"\A[+-]?[0-9]+\z")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\A[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"\A[+-]?[iI][nN][fF]([iI][nN][iI][tT][yY])?\z")]
    private static partial Regex Infinity();

    [GeneratedRegex(@"\A[nN][aA][nN]\z")]
    private static partial Regex NotANumber();
}
