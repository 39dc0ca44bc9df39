using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Web;

/// <summary>The JSON of the API, with enumerations in SNAKE_CASE. Bodies are read strictly.</summary>
internal static class ApiJson
{
    private static readonly StrictJson Json = new(JsonNamingPolicy.SnakeCaseUpper);

    public static JsonSerializerOptions Options => Json.Options;

    /// <inheritdoc cref="StrictJson.ReadAsync{T}(HttpContext, int)"/>
    public static Task<T> ReadAsync<T>(HttpContext http)
        where T : class => Json.ReadAsync<T>(http);

    /// <inheritdoc cref="StrictJson.ReadAsync{T}(HttpContext, int)"/>
    public static Task<T> ReadAsync<T>(HttpContext http, int maxBytes)
        where T : class => Json.ReadAsync<T>(http, maxBytes);

    /// <inheritdoc cref="StrictJson.Read{T}"/>
    public static T Read<T>(JsonElement value)
        where T : class => Json.Read<T>(value);

    /// <inheritdoc cref="StrictJson.Result{T}"/>
    public static JsonHttpResult<T> Result<T>(T value, int status = StatusCodes.Status200OK) => Json.Result(value, status);

    /// <inheritdoc cref="StrictJson.Describe(BadHttpRequestException)"/>
    public static string Describe(BadHttpRequestException exception) => Json.Describe(exception);
}
