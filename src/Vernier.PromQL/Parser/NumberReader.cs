using System.Buffers;
using System.Globalization;

namespace Vernier.PromQL.Parser;

/// <summary>
/// Parses number literals like Go: <c>0x1F</c> is hexadecimal, <c>017</c> is octal, everything else is decimal. Reads each character once: a regex would try
/// every split of a long run of digits.
/// </summary>
internal static class NumberReader
{
    // The digits that fit into 63 bits; Go parses longer numbers as decimal.
    private const int MaxOctalDigits = 21;

    private static readonly SearchValues<char> HexadecimalDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Whether the text is a number: hexadecimal digits after <c>0x</c>, or decimal digits with an optional point and exponent.</summary>
    public static bool IsNumber(ReadOnlySpan<char> text)
    {
        if (IsHexadecimal(text))
            return text.Length > 2 && !text[2..].ContainsAnyExcept(HexadecimalDigits);
        var digits = TakeDigits(ref text);
        if (Take(ref text, '.', '.'))
            digits += TakeDigits(ref text);
        if (digits == 0)
            return false;
        if (Take(ref text, 'e', 'E'))
        {
            Take(ref text, '+', '-');
            if (TakeDigits(ref text) == 0)
                return false;
        }
        return text.IsEmpty;
    }

    /// <summary>Returns the number; null if it is out of range.</summary>
    public static double? Read(string text)
    {
        if (IsHexadecimal(text))
            return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal) && hexadecimal >= 0 ? hexadecimal : null;
        if (IsOctal(text))
            return text.Aggregate(0d, (value, digit) => (value * 8) + (digit - '0'));
        var number = double.Parse(text, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? number : null;
    }

    private static bool IsHexadecimal(ReadOnlySpan<char> text) => text is ['0', 'x' or 'X', ..];

    private static bool IsOctal(ReadOnlySpan<char> text) =>
        text is ['0', _, ..] && !text.ContainsAnyExceptInRange('0', '7') && text.TrimStart('0').Length <= MaxOctalDigits;

    private static int TakeDigits(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? text.Length : end;
        text = text[digits..];
        return digits;
    }

    private static bool Take(ref ReadOnlySpan<char> text, char one, char other)
    {
        if (text.IsEmpty || (text[0] != one && text[0] != other))
            return false;
        text = text[1..];
        return true;
    }
}
