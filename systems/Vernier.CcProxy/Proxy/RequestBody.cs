using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vernier.CcProxy.Api;

namespace Vernier.CcProxy.Proxy;

/// <summary>The body of a request, with what the proxy has to know of it. It is sent on as it came, byte for byte.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="Model">The model; null when there is none, or it is no text.</param>
/// <param name="IsStream">Whether the client asks for a stream.</param>
internal sealed record RequestBody(ReadOnlyMemory<byte> Bytes, string? Model, bool IsStream)
{
    /// <summary>What the largest provider takes, too.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    private const int MaxDepth = 256;

    /// <summary>Reads the body of a request to its end.</summary>
    /// <exception cref="ProxyException">It is too large, or not a JSON object.</exception>
    public static async Task<RequestBody> ReadAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBytes;
        if (http.Request.ContentLength > MaxBytes)
            throw TooLarge();
        try
        {
            return Parse(await ReadBytesAsync(http).ConfigureAwait(false));
        }
        catch (BadHttpRequestException exception)
        {
            // Of a body whose length is known only the end can be missing; the server says so before it cancels RequestAborted.
            throw exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge()
                : http.Request.ContentLength is not null && exception.StatusCode == StatusCodes.Status400BadRequest
                    ? new ProxyException(ErrorKind.ClientDisconnected, exception.Message, exception)
                : new ProxyException(ErrorKind.Validation, exception.Message, exception);
        }
        catch (JsonException exception)
        {
            throw new ProxyException(ErrorKind.Validation, "The body is not a JSON object.", exception);
        }
    }

    /// <summary>Looks at the whole text once, without making objects of it.</summary>
    /// <exception cref="JsonException">It is not a JSON object.</exception>
    public static RequestBody Parse(ReadOnlyMemory<byte> bytes)
    {
        var json = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw new JsonException();

        string? model = null;
        var isStream = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isModel = json.ValueTextEquals("model"u8);
            var asksForStream = json.ValueTextEquals("stream"u8);
            json.Read();
            if (isModel)
                model = json.TokenType == JsonTokenType.String ? json.GetString() : null;
            else if (asksForStream)
                isStream = json.TokenType == JsonTokenType.True;
            json.Skip();
        }

        // Throws when anything but white space follows.
        json.Read();
        return new RequestBody(bytes, string.IsNullOrWhiteSpace(model) ? null : model, isStream);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpContext http)
    {
        var body = new ArrayBufferWriter<byte>((int)Math.Max(http.Request.ContentLength ?? 0, 4096));
        while (true)
        {
            var room = body.GetMemory(4096);
            var read = await http.Request.Body.ReadAsync(room, http.RequestAborted).ConfigureAwait(false);
            if (read == 0)
                return body.WrittenMemory;
            body.Advance(read);
            if (body.WrittenCount > MaxBytes)
                throw TooLarge();
        }
    }

    private static ProxyException TooLarge() => new(ErrorKind.RequestTooLarge, $"The body has more than {MaxBytes} bytes.");
}
