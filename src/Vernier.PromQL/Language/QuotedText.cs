using System.Globalization;
using System.Text;

namespace Vernier.PromQL.Language;

/// <summary>
/// Writes a string as PromQL reads it, in double quotes with the escapes of Go. A byte that is no UTF-8 (only an escape can make one) is kept in
/// a .NET string as a lone surrogate from U+DC80 to U+DCFF.
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
                // A lone surrogate that stands for no byte has no meaning; the replacement character is what others make of it.
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

    /// <summary>Letters, marks, numbers, punctuation, symbols and the plain space: what Go prints as it is.</summary>
    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
