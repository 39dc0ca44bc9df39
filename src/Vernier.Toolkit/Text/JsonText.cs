using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vernier.Toolkit.Text;

/// <summary>Writes readable JSON: indented, with line feeds, and with only the required escapes.</summary>
internal static class JsonText
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(JsonObject document) => document.ToJsonString(Options) + "\n";

    public static JsonArray Array(IEnumerable<JsonNode> items) => [.. items];

    public static JsonArray Array(IEnumerable<string> items) => [.. items.Select(item => JsonValue.Create(item))];

    public static JsonObject Object(IEnumerable<KeyValuePair<string, string>> pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, JsonValue.Create(pair.Value))));
}
