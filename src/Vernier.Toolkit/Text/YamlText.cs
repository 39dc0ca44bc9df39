using System.Text;
using System.Text.Json.Nodes;

namespace Vernier.Toolkit.Text;

/// <summary>
/// Writes a tree of JSON nodes as YAML 1.2 in block style, so that all generated files are made of one kind of tree. A string that could be taken for
/// something else is quoted: in single quotes, or, where it has control characters or line breaks of any kind, in double ones with escapes.
/// </summary>
internal static class YamlText
{
    private const string Header = "# Generated from the metric catalog by `vernier generate`. Changes made here are lost.\n";

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

    /// <summary>Control characters; the two separators that YAML 1.1 takes for line breaks; the mark of byte order.</summary>
    private static bool NeedsEscape(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF';

    // Not as JSON writes it: that spells what is beyond 16 bits in two halves, which YAML refuses.
    private static string Escaped(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\t' => "\\t",
        _ when NeedsEscape(c) => $"\\u{(int)c:X4}",
        _ => c.ToString(),
    };

    /// <summary>Begins with a letter, a slash or a dot, has nothing that YAML reads as syntax, and is no word with a meaning.</summary>
    private static bool IsPlain(string text) =>
        text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '_') && text[^1] != ' ' && text[^1] != ':'
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ':' or ' ' or '%' or '(' or ')' or '+' or '<' or '>' or ';')
        && !text.Contains(": ", StringComparison.Ordinal)
        && text.ToUpperInvariant() is not ("TRUE" or "FALSE" or "NULL" or "YES" or "NO" or "ON" or "OFF" or "Y" or "N");
}
