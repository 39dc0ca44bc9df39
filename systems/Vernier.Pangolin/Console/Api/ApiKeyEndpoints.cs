using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Console.Editing;
using Vernier.Pangolin.Identity;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Api;

/// <summary>The API of API keys, which only administrators with a session can use: a key cannot create others.</summary>
internal static class ApiKeyEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/api-keys").WithTags("API keys");
        keys.MapGet("", ListAsync).Produces<Page<ApiKeyView>>().Document(Access.Admin, "Lists API keys.", 400);
        keys.MapPost("", CreateAsync).Accepts<KeyCreation>("application/json").Produces<NewApiKeyView>(201)
            .Document(Access.Admin, "Creates an API key. The response contains its text, which is not available later.", 400, 422);
        keys.MapDelete("/{id}", RevokeAsync).Produces(204).Document(Access.Admin, "Revokes an API key.", 404);
    }

    private static async Task<IResult> ListAsync(int? limit, int? offset, HttpContext http, ApiKeys keys)
    {
        var all = await keys.ListAsync(http.RequestAborted).ConfigureAwait(false);
        return ApiJson.Instance.Result(PageRange.Of(limit, offset).Apply([.. all.Select(ApiKeyView.Of)]));
    }

    private static async Task<IResult> CreateAsync(HttpContext http, ApiKeys keys)
    {
        var input = await ApiJson.Instance.ReadAsync<KeyCreation>(http).ConfigureAwait(false);
        ApiKeyRules.Check(input.Name);
        var (key, text) = await keys.CreateAsync(input.Name, http.RequestAborted).ConfigureAwait(false);
        return ApiEndpoint.Secret(http, new NewApiKeyView(ApiKeyView.Of(key), text), StatusCodes.Status201Created);
    }

    private static async Task<IResult> RevokeAsync(string id, HttpContext http, ApiKeys keys) =>
        await keys.RevokeAsync(id, http.RequestAborted).ConfigureAwait(false)
            ? TypedResults.NoContent()
            : throw new RequestException(StatusCodes.Status404NotFound, "The API key does not exist.");

    private sealed record KeyCreation(string Name);

    private sealed record ApiKeyView(string Id, string Name, DateTimeOffset Created, DateTimeOffset? LastUsed)
    {
        public static ApiKeyView Of(ApiKey key) => new(
            key.Id,
            key.Name,
            DateTimeOffset.FromUnixTimeMilliseconds(key.Created),
            key.LastUsed is { } used ? DateTimeOffset.FromUnixTimeMilliseconds(used) : null);
    }

    // Not a record, whose text would contain the key.
    private sealed class NewApiKeyView(ApiKeyView key, string text)
    {
        public ApiKeyView Key { get; } = key;

        /// <summary>The text of the key.</summary>
        public string Text { get; } = text;
    }
}
