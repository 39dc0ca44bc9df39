using System.Buffers.Text;
using System.Globalization;

namespace Vernier.Exposition;

/// <summary>
/// Writes sample values: whole numbers without a point, others by the fewest digits that read back the same, and +Inf, -Inf, NaN.
/// </summary>
internal static class NumberText
{
    /// <summary>No number is longer.</summary>
    public const int MaxLength = 32;

    private const long MaxExact = 1_000_000_000_000_000; // 15 digits: as many as a double keeps of any decimal number.

    /// <summary>Writes the number at the start of the span and returns how many bytes it took.</summary>
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
    /// Writes a number that has few decimals, several times faster than the search for its shortest digits. When n / 10ᵏ is the value (the
    /// division rounds correctly) and n has at most 15 digits, then n's digits are the shortest ones: a double tells all decimal numbers of
    /// 15 digits apart, so no other of that length is this value.
    /// </summary>
    /// <returns>How many bytes it took; 0 when the number has more decimals.</returns>
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
