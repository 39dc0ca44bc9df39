using System.Buffers;
using System.Text;
using Vernier.Families;

namespace Vernier.Exposition;

/// <summary>
/// Writes labels as both text formats require: <c>name="value"</c> with <c>\</c>, <c>"</c> and line feed escaped
/// (Prometheus text format 0.0.4, "Comments, help text, and type information"; OpenMetrics 1.0.0, ABNF <c>escaped-string</c>). A label with an
/// empty value is absent.
/// </summary>
internal static class LabelText
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create("\\\"\n");

    /// <summary>An upper bound for the length of the labels of a series.</summary>
    public static int MaxLength(Series series)
    {
        var length = 0;
        foreach ((var name, var value) in series.Family.ConstantLabels)
            length += MaxLength(name, value);
        var names = series.Family.LabelNames;
        var values = series.LabelValues;
        for (var i = 0; i < values.Length; i++)
            length += MaxLength(names[i], values[i]);
        return length;
    }

    /// <summary>Writes all labels of a series, constant labels first, without braces, and returns their length.</summary>
    public static int Write(Span<byte> text, Series series)
    {
        var length = 0;
        foreach ((var name, var value) in series.Family.ConstantLabels)
            length = Append(text, length, name, value);
        var names = series.Family.LabelNames;
        var values = series.LabelValues;
        for (var i = 0; i < values.Length; i++)
            length = Append(text, length, names[i], values[i]);
        return length;
    }

    /// <summary>Returns labels, without braces.</summary>
    public static byte[] Encode(IReadOnlyList<KeyValuePair<string, string>> labels)
    {
        var text = new byte[labels.Sum(l => MaxLength(l.Key, l.Value))];
        var length = 0;
        foreach ((var name, var value) in labels)
            length = Append(text, length, name, value);
        return text[..length];
    }

    /// <summary>Returns one label after a comma.</summary>
    public static byte[] EncodeNext(string name, string value)
    {
        var text = new byte[1 + MaxLength(name, value)];
        text[0] = (byte)',';
        return text[..(1 + Append(text.AsSpan(1), 0, name, value))];
    }

    // In UTF-8, a character takes at most three bytes, and an escaped one two; comma, equals sign and quotes take four.
    private static int MaxLength(string name, string value) => name.Length + (3 * value.Length) + 4;

    private static int Append(Span<byte> text, int at, string name, string value)
    {
        if (value.Length == 0)
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
