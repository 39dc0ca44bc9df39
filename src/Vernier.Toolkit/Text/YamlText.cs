using System.Text;
using System.Text.Json.Nodes;

namespace Vernier.Toolkit.Text;

/// <summary>
/// Writes a tree of JSON nodes as YAML 1.2 in block style, so that all generated files use one kind of tree. Ambiguous strings are quoted: with single
/// quotes, or with double quotes and escapes if they contain control characters or line breaks.
/// </summary>
internal static class YamlText
{
    private const string Header = "# Generated from the metric catalog by `vernier generate`. Do not edit.\n";

    public static string Write(JsonObject document)
    {
        var text = new StringBuilder(Header);
        WriteObject(text, document, 0, startsInLine: false);
        return text.ToString();
    }

    private static void WriteObject(StringBuilder text, JsonObject value, int indent, bool startsInLine)
    {
        foreach ((var key, var child) in value)
        {
            if (!startsInLine)
                text.Append(' ', indent);
            startsInLine = false;
            text.Append(Scalar(key)).Append(':');
            WriteChild(text, child, indent + 2);
        }
    }

    private static void WriteChild(StringBuilder text, JsonNode? child, int indent)
    {
        switch (child)
        {
            case JsonObject { Count: > 0 } map:
                text.Append('\n');
                WriteObject(text, map, indent, startsInLine: false);
                break;
            case JsonArray { Count: > 0 } list:
                text.Append('\n');
                foreach (var item in list)
                    WriteItem(text, item, indent);
                break;
            default:
                text.Append(' ').Append(Leaf(child)).Append('\n');
                break;
        }
    }

    private static void WriteItem(StringBuilder text, JsonNode? item, int indent)
    {
        text.Append(' ', indent).Append('-');
        if (item is JsonObject { Count: > 0 } map)
        {
            text.Append(' ');
            WriteObject(text, map, indent + 2, startsInLine: true);
        }
        else
        {
            WriteChild(text, item, indent + 2);
        }
    }

    private static string Leaf(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        JsonValue text when text.TryGetValue(out string? content) => Scalar(content),
        _ => value.ToJsonString(),
    };

    private static string Scalar(string text)
    {
        if (IsPlain(text))
            return text;
        return text.Any(NeedsEscape) ? $"\"{string.Concat(text.Select(Escaped))}\"" : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <summary>Whether a character must be escaped: control characters, the two separators that YAML 1.1 reads as line breaks, and the byte order mark.</summary>
    private static bool NeedsEscape(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF';

    // JSON escapes are not valid here: JSON writes characters outside the BMP as surrogate pairs, which YAML rejects.
    private static string Escaped(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\t' => "\\t",
        _ when NeedsEscape(c) => $"\\u{(int)c:X4}",
        _ => c.ToString(),
    };

    /// <summary>Whether a string needs no quotes: it starts with a letter, slash, or underscore, contains no YAML syntax, and is not a keyword.</summary>
    private static bool IsPlain(string text) =>
        text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '_') && text[^1] != ' ' && text[^1] != ':'
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ':' or ' ' or '%' or '(' or ')' or '+' or '<' or '>' or ';')
        && !text.Contains(": ", StringComparison.Ordinal)
        && text.ToUpperInvariant() is not ("TRUE" or "FALSE" or "NULL" or "YES" or "NO" or "ON" or "OFF" or "Y" or "N");
}
