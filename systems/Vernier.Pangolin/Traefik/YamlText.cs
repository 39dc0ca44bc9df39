using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vernier.Pangolin.Traefik;

/// <summary>Writes JSON as YAML in block style. All strings are quoted, so that no value has a special meaning.</summary>
internal static class YamlText
{
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The keys that YAML 1.1 reads as something else than text.</summary>
    private static readonly HashSet<string> Reserved = new(["y", "n", "yes", "no", "on", "off", "true", "false", "null"], StringComparer.OrdinalIgnoreCase);

    public static string Of(JsonObject root)
    {
        var text = new StringBuilder();
        if (root.Count == 0)
            text.Append("{}\n");
        else
            WriteMembers(text, root, 0);
        return text.ToString();
    }

    private static void WriteMembers(StringBuilder text, JsonObject node, int indent)
    {
        foreach (var (key, value) in node)
        {
            text.Append(' ', indent).Append(KeyOf(key)).Append(':');
            WriteValue(text, value, indent);
        }
    }

    private static void WriteValue(StringBuilder text, JsonNode? value, int indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } members:
                text.Append('\n');
                WriteMembers(text, members, indent + 2);
                break;
            case JsonArray { Count: > 0 } items:
                text.Append('\n');
                foreach (var item in items)
                    WriteItem(text, item, indent + 2);
                break;
            default:
                text.Append(' ').Append(ScalarOf(value)).Append('\n');
                break;
        }
    }

    private static void WriteItem(StringBuilder text, JsonNode? item, int indent)
    {
        text.Append(' ', indent).Append('-');
        if (item is JsonObject { Count: > 0 } members)
        {
            var block = new StringBuilder();
            WriteMembers(block, members, indent + 2);
            // The first member is on the line of the hyphen.
            text.Append(block, indent + 1, block.Length - indent - 1);
        }
        else
        {
            WriteValue(text, item, indent);
        }
    }

    private static string KeyOf(string key) =>
        key.Length > 0 && char.IsAsciiLetter(key[0]) && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && !Reserved.Contains(key) ? key : ScalarOf(JsonValue.Create(key));

    /// <summary>JSON is YAML. Braces are escaped, because the file provider of Traefik evaluates <c>{{ }}</c>.</summary>
    private static string ScalarOf(JsonNode? value) => value switch
    {
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.ToJsonString(Quoting).Replace("{", "\\u007b", StringComparison.Ordinal),
        null => "null",
        _ => value.ToJsonString(),
    };
}
