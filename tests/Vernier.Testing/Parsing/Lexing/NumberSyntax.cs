using System.Globalization;
using System.Text.RegularExpressions;

namespace Vernier.Testing.Parsing.Lexing;

/// <summary>
/// Numbers. The "number" and "realnumber" of the OpenMetrics ABNF are the numbers that Go's ParseFloat accepts, except for hexadecimal digits
/// and underscores, which ParseFloat accepts since Go 1.13. Prometheus rejects these in the older text format 0.0.4, and so does this parser. In
/// both formats, a number beyond the range of a 64-bit float is an error.
/// </summary>
internal static partial class NumberSyntax
{
    /// <summary>Reads a number, including infinities and NaN.</summary>
    /// <param name="token">The complete text.</param>
    /// <param name="at">The position of the text.</param>
    /// <param name="what">The name of the number in error messages.</param>
    public static double Number(string token, TextPosition at, string what) =>
        NotANumber().IsMatch(token) ? double.NaN
        : Infinity().IsMatch(token) ? token[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity
        : Real(token, at, what);

    /// <summary>Reads a finite number.</summary>
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

    /// <summary>Reads a 64-bit integer like Go's ParseInt in base 10. TryParse alone would accept a trailing U+0000.</summary>
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
