using System.Globalization;
using System.Text;

namespace Vernier.PromQL.Language;

/// <summary>
/// Quotes a string as a PromQL literal, in double quotes with the escapes of Go. A byte that is not valid UTF-8, which only an escape can produce, is
/// represented in a .NET string by a lone surrogate from U+DC80 to U+DCFF.
/// </summary>
internal static class QuotedText
{
    public const char FirstByteSurrogate = '\uDC80';
    public const char LastByteSurrogate = '\uDCFF';
    private const int SurrogateBase = 0xDC00;

    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        for (var i = 0; i < value.Length;)
        {
            if (Rune.TryGetRuneAt(value, i, out var rune))
            {
                Append(text, rune);
                i += rune.Utf16SequenceLength;
            }
            else
            {
                // Any other lone surrogate is invalid and becomes the replacement character, as in every UTF-8 encoder.
                text.Append(value[i] is >= FirstByteSurrogate and <= LastByteSurrogate ? $"\\x{value[i] - SurrogateBase:x2}" : "\\ufffd");
                i++;
            }
        }
        return text.Append('"').ToString();
    }

    private static void Append(StringBuilder text, Rune rune)
    {
        var escape = rune.Value switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\a' => "\\a",
            '\b' => "\\b",
            '\f' => "\\f",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\v' => "\\v",
            < ' ' or 0x7F => $"\\x{rune.Value:x2}",
            0xFFFD => "\\ufffd",
            _ => null,
        };
        if (escape is not null)
            text.Append(escape);
        else if (IsPrintable(rune))
            text.Append(rune);
        else
            text.Append(rune.IsBmp ? $"\\u{rune.Value:x4}" : $"\\U{rune.Value:x8}");
    }

    /// <summary>Whether Go prints the character without an escape: letters, marks, numbers, punctuation, symbols, and the ASCII space.</summary>
    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
