using System.Buffers;
using System.Text.Json;

namespace Vernier.CcProxy.Proxy;

/// <summary>The properties of a request body that the proxy uses. The body itself is forwarded byte for byte.</summary>
/// <param name="Model">The model; null if it is missing, blank or not a string.</param>
/// <param name="IsStream">Whether the client asks for a stream.</param>
internal readonly record struct PromptRequest(string? Model, bool IsStream)
{
    private const int MaxDepth = 256;

    /// <summary>Reads the properties in one pass, without building a document.</summary>
    /// <exception cref="JsonException">The body is not a JSON object.</exception>
    public static PromptRequest Parse(ReadOnlySequence<byte> body)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw new JsonException();

        string? model = null;
        var isStream = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isModel = json.ValueTextEquals("model"u8);
            var isStreamProperty = json.ValueTextEquals("stream"u8);
            json.Read();
            if (isModel)
                model = json.TokenType == JsonTokenType.String ? json.GetString() : null;
            else if (isStreamProperty)
                isStream = json.TokenType == JsonTokenType.True;
            json.Skip();
        }

        // Throws if anything except white space follows the object.
        json.Read();
        return new PromptRequest(string.IsNullOrWhiteSpace(model) ? null : model, isStream);
    }
}
