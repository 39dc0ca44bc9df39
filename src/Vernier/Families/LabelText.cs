using System.Buffers;
using System.Text;

namespace Vernier.Families;

/// <summary>
/// Writes labels as both text formats want them: <c>name="value"</c> with <c>\</c>, <c>"</c> and line feed escaped
/// (Prometheus text format 0.0.4, "Comments, help text, and type information"; OpenMetrics 1.0.0, ABNF <c>escaped-string</c>).
/// </summary>
internal static class LabelText
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create("\\\"\n");

    /// <summary>The label text of a series, without braces. A label with an empty value is absent.</summary>
    public static byte[] Encode(IReadOnlyList<KeyValuePair<string, string>> constants, IReadOnlyList<string> names, ReadOnlySpan<string> values)
    {
        var text = new StringBuilder();
        foreach ((string name, string value) in constants)
            Append(text, name, value);
        for (int i = 0; i < values.Length; i++)
            Append(text, names[i], values[i]);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static void Append(StringBuilder text, string name, string value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        if (text.Length > 0)
            text.Append(',');
        text.Append(name).Append("=\"");
        AppendEscaped(text, value);
        text.Append('"');
    }

    /// <summary>How many Unicode characters a text has, a surrogate pair being one.</summary>
    public static int CharacterCount(string? text)
    {
        int count = 0;
        foreach (Rune _ in (text ?? "").EnumerateRunes())
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
            if (Rune.DecodeFromUtf16(rest[at..], out _, out int consumed) != OperationStatus.Done)
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value));
            rest = rest[(at + consumed)..];
        }
        return value;
    }

    private static void AppendEscaped(StringBuilder text, string value)
    {
        if (!value.AsSpan().ContainsAny(Escaped))
        {
            text.Append(value);
            return;
        }
        foreach (char c in value)
        {
            _ = c switch
            {
                '\\' => text.Append(@"\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append(@"\n"),
                _ => text.Append(c),
            };
        }
    }
}
