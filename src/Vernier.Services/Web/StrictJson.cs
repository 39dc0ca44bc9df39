using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Vernier.Services.Web;

/// <summary>
/// The JSON of an API: names in camelCase, enumerations as text, times as ISO 8601. Bodies are read strictly: unknown or duplicate members, comments and
/// trailing commas are errors. Thread-safe.
/// </summary>
/// <param name="enumNames">How the names of enumerations are written.</param>
internal sealed class StrictJson(JsonNamingPolicy enumNames)
{
    private const int MaxPathLength = 100;

    /// <summary>The limit of bodies without long texts.</summary>
    private const int SmallBodyBytes = 16 * 1024;

    public JsonSerializerOptions Options { get; } = CreateOptions(enumNames);

    /// <summary>Reads a JSON body.</summary>
    /// <param name="http">The request.</param>
    /// <param name="maxBytes">The maximum size of the body. Default: 16 KiB.</param>
    /// <exception cref="RequestException">400 with the position of the error; 415: the content type is not JSON; and as in <see cref="RequestBody.ReadAsync"/>.</exception>
    public async Task<T> ReadAsync<T>(HttpContext http, int maxBytes = SmallBodyBytes)
        where T : class
    {
        if (!http.Request.HasJsonContentType())
            throw new RequestException(StatusCodes.Status415UnsupportedMediaType, "The content type must be application/json.");
        var body = await RequestBody.ReadAsync(http, maxBytes).ConfigureAwait(false);
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(RequestBody.StreamOf(body), Options, http.RequestAborted).ConfigureAwait(false)
                ?? throw new RequestException(StatusCodes.Status400BadRequest, "The body must be a JSON object, not null.");
        }
        catch (JsonException exception)
        {
            throw new RequestException(StatusCodes.Status400BadRequest, Describe(exception, typeof(T)));
        }
    }

    /// <summary>Reads a JSON value, such as an argument of a hub method.</summary>
    /// <exception cref="RequestException">400: the value does not have the members of the type.</exception>
    public T Read<T>(JsonElement value)
        where T : class
    {
        try
        {
            return value.Deserialize<T>(Options) ?? throw new RequestException(StatusCodes.Status400BadRequest, "The argument must be a JSON object, not null.");
        }
        catch (JsonException exception)
        {
            throw new RequestException(StatusCodes.Status400BadRequest, Describe(exception, typeof(T)));
        }
    }

    /// <summary>Creates a JSON response.</summary>
    public JsonHttpResult<T> Result<T>(T value, int status = StatusCodes.Status200OK) => TypedResults.Json(value, Options, statusCode: status);

    /// <summary>Describes a request that the server or the binding of the framework rejects.</summary>
    public string Describe(BadHttpRequestException exception) =>
        exception.InnerException is JsonException json ? Describe(json, null) : exception.Message;

    /// <summary>Describes where a body is invalid. The text contains no value of the body, because it could be a password.</summary>
    private string Describe(JsonException exception, Type? body)
    {
        var path = exception.Path is { Length: > 1 } full ? $" at {full[..Math.Min(full.Length, MaxPathLength)]}" : "";
        var position = exception.LineNumber is { } line ? $" (line {line + 1}, byte {exception.BytePositionInLine + 1})" : "";
        return $"Invalid JSON{path}{position}. {Reason(exception.Message, body)}";
    }

    /// <summary>Replaces the messages of the serializer, which name .NET types.</summary>
    private string Reason(string message, Type? body) =>
        message.Contains("could not be mapped", StringComparison.Ordinal) ? $"The member is unknown.{Allowed(message, body)}"
        : message.Contains("missing required properties", StringComparison.Ordinal) ? $"Required members are missing:{AfterColon(message)}"
        : message.Contains("Duplicate property", StringComparison.Ordinal) ? "Duplicate member."
        : message.Contains("converted to", StringComparison.Ordinal) ? "The value has a wrong type or is not allowed."
        : message.Contains("null", StringComparison.Ordinal) ? "The value must not be null."
        : "The body must be one JSON object without comments or trailing commas.";

    /// <summary>Lists the members of the type at the end of the message, which is that of the object with the unknown member.</summary>
    private string Allowed(string message, Type? body)
    {
        var parts = message.Split('\'');
        return parts.Length > 2 && body?.Assembly.GetType(parts[^2]) is { } type
            ? $" Allowed are {string.Join(", ", Options.GetTypeInfo(type).Properties.Select(property => property.Name))}."
            : "";
    }

    private static string AfterColon(string message)
    {
        var names = message[(message.LastIndexOf(':') + 1)..];
        var end = names.IndexOf(". Path", StringComparison.Ordinal);
        return end < 0 ? names : names[..end] + ".";
    }

    private static JsonSerializerOptions CreateOptions(JsonNamingPolicy enumNames)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            AllowDuplicateProperties = false,
            MaxDepth = 16,
            NumberHandling = JsonNumberHandling.Strict,
            PropertyNameCaseInsensitive = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            Converters = { new JsonStringEnumConverter(enumNames, allowIntegerValues: false) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
