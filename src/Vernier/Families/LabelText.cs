using System.Buffers;
using System.Text;

namespace Vernier.Families;

/// <summary>
/// Writes labels as both text formats want them: <c>name="value"</c> with <c>\</c>, <c>"</c> and line feed escaped
/// (Prometheus text format 0.0.4, "Comments, help text, and type information"; OpenMetrics 1.0.0, ABNF <c>escaped-string</c>).
/// </summary>
internal static class LabelText
{
    private const int MaxOnStack = 512;

    private static readonly SearchValues<char> Escaped = SearchValues.Create("\\\"\n");

    /// <summary>The label text of a series, without braces. A label with an empty value is absent.</summary>
    public static byte[] Encode(IReadOnlyList<KeyValuePair<string, string>> constants, IReadOnlyList<string> names, ReadOnlySpan<string> values)
    {
        var room = 0;
        foreach ((var name, var value) in constants)
            room += MaxLength(name, value);
        for (var i = 0; i < values.Length; i++)
            room += MaxLength(names[i], values[i]);

        var text = room <= MaxOnStack ? stackalloc byte[room] : new byte[room];
        var length = 0;
        foreach ((var name, var value) in constants)
            length = Append(text, length, name, value);
        for (var i = 0; i < values.Length; i++)
            length = Append(text, length, names[i], values[i]);
        return text[..length].ToArray();
    }

    /// <summary>One label, as <c>name="value"</c>; empty when the value is.</summary>
    public static byte[] Encode(string name, string value) => Encode([KeyValuePair.Create(name, value)], [], []);

    /// <summary>How many Unicode characters a text has, a surrogate pair being one.</summary>
    public static int CharacterCount(string? text)
    {
        var count = 0;
        foreach (var _ in (text ?? "").EnumerateRunes())
            count++;
        return count;
    }

    /// <summary>
    /// The value as it will be read back: null is empty, and half of a surrogate pair, which UTF-8 cannot carry, is U+FFFD.
    /// Two values that are exposed alike must be one series.
    /// </summary>
    public static string Normalize(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return "";
        ReadOnlySpan<char> rest = value;
        while (rest.IndexOfAnyInRange('\ud800', '\udfff') is >= 0 and int at)
        {
            if (Rune.DecodeFromUtf16(rest[at..], out _, out var consumed) != OperationStatus.Done)
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value));
            rest = rest[(at + consumed)..];
        }
        return value;
    }

    // A character takes three bytes at the most in UTF-8, and two when it is escaped; then there are comma, equals sign and quotes.
    private static int MaxLength(string name, string value) => name.Length + (3 * (value?.Length ?? 0)) + 4;

    private static int Append(Span<byte> text, int at, string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return at;
        if (at > 0)
            text[at++] = (byte)',';
        at += Encoding.ASCII.GetBytes(name, text[at..]);
        text[at++] = (byte)'=';
        text[at++] = (byte)'"';
        at = AppendEscaped(text, at, value);
        text[at++] = (byte)'"';
        return at;
    }

    private static int AppendEscaped(Span<byte> text, int at, ReadOnlySpan<char> rest)
    {
        while (rest.IndexOfAny(Escaped) is >= 0 and int special)
        {
            at += Encoding.UTF8.GetBytes(rest[..special], text[at..]);
            text[at++] = (byte)'\\';
            text[at++] = rest[special] == '\n' ? (byte)'n' : (byte)rest[special];
            rest = rest[(special + 1)..];
        }
        return at + Encoding.UTF8.GetBytes(rest, text[at..]);
    }
}
