using System.Buffers.Text;
using System.Globalization;

namespace Vernier.Exposition;

/// <summary>
/// Writes sample values: whole numbers without a point, others by the fewest digits that read back the same, and +Inf, -Inf, NaN.
/// </summary>
internal static class NumberText
{
    /// <summary>The length of the longest number.</summary>
    public const int MaxLength = 32;

    private const long MaxExact = 1_000_000_000_000_000; // A double keeps 15 digits of any decimal number.

    /// <summary>Writes the number at the start of the span, and returns its length.</summary>
    public static int Write(Span<byte> to, double value)
    {
        var whole = (long)value;
        if (whole == value && whole is > -MaxExact and < MaxExact)
            return Write(to, whole);
        if (!double.IsFinite(value))
            return WriteSpecial(to, value);
        return TryWriteDecimal(to, value, 1000, 3) is > 0 and int three ? three
            : TryWriteDecimal(to, value, 1_000_000, 6) is > 0 and int six ? six
            : WriteShortest(to, value);
    }

    public static int Write(Span<byte> to, long value)
    {
        Utf8Formatter.TryFormat(value, to, out var written);
        return written;
    }

    /// <summary>
    /// Writes a number with few decimals, several times faster than the search for its shortest digits. If n / 10ᵏ equals the value (the
    /// division rounds correctly) and n has at most 15 digits, then n's digits are the shortest ones: different decimal numbers of up to
    /// 15 digits are different doubles, so no other number of that length equals the value.
    /// </summary>
    /// <returns>Its length; 0 if the number has more decimals.</returns>
    private static int TryWriteDecimal(Span<byte> to, double value, long scale, int decimals)
    {
        var scaled = Math.Round(value * scale);
        if (Math.Abs(scaled) >= MaxExact || scaled / scale != value)
            return 0;

        var digits = (long)Math.Abs(scaled);
        var fraction = digits % scale;
        while (fraction % 10 == 0)
        {
            fraction /= 10;
            decimals--;
        }
        var written = 0;
        if (value < 0)
            to[written++] = (byte)'-';
        written += Write(to[written..], digits / scale);
        to[written++] = (byte)'.';
        for (var i = written + decimals - 1; i >= written; i--)
        {
            to[i] = (byte)('0' + (fraction % 10));
            fraction /= 10;
        }
        return written + decimals;
    }

    private static int WriteShortest(Span<byte> to, double value)
    {
        value.TryFormat(to, out var written, default, CultureInfo.InvariantCulture);
        return written;
    }

    private static int WriteSpecial(Span<byte> to, double value)
    {
        var text = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8;
        text.CopyTo(to);
        return text.Length;
    }
}
