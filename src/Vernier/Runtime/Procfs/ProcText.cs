using System.Globalization;
using System.Text;

namespace Vernier.Runtime.Procfs;

/// <summary>Helpers for the parsers of /proc.</summary>
internal static class ProcText
{
    /// <summary>Gets the rest of the first line that starts with a text, trimmed.</summary>
    /// <exception cref="FormatException">No line starts with the text.</exception>
    public static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            if (line.StartsWith(start))
                return line[start.Length..].Trim((byte)' ');
            text = end < 0 ? [] : text[(end + 1)..];
        }
        throw new FormatException($"expected a line that starts with '{Encoding.UTF8.GetString(start)}', found none.");
    }

    /// <summary>Parses a number without sign.</summary>
    /// <exception cref="FormatException">The text is not a number.</exception>
    public static ulong Number(ReadOnlySpan<byte> text, string what) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"expected a number as {what}, found '{Encoding.UTF8.GetString(text)}'.");
}
