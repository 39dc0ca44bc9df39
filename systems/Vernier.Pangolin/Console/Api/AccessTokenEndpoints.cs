using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Tokens;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Api;

/// <summary>The API of the access tokens of a resource.</summary>
internal static class AccessTokenEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var tokens = api.MapGroup("/resources/{id}/access-tokens").WithTags("Sign-in");
        tokens.MapGet("", ListAsync).Produces<Page<AccessTokenView>>().Document(Access.ApiKeyOrAdmin, "Lists the access tokens of a resource, newest first.", 400, 404);
        tokens.MapPost("", CreateAsync).Accepts<TokenCreation>("application/json").Produces<NewAccessTokenView>(201)
            .Document(Access.ApiKeyOrAdmin, "Creates an access token. The response contains its secret, which is not available later.", 400, 404, 422);
        tokens.MapDelete("/{tokenId}", RevokeAsync).Produces(204).Document(Access.ApiKeyOrAdmin, "Revokes an access token, and ends the sessions that started with it.", 404);
    }

    private static async Task<IResult> ListAsync(string id, int? limit, int? offset, HttpContext http, SiteInventory inventory, AccessTokens tokens)
    {
        var all = await tokens.ListAsync(Find(inventory, id).Id, http.RequestAborted).ConfigureAwait(false);
        return ApiJson.Instance.Result(PageRange.Of(limit, offset).Apply([.. all.Select(AccessTokenView.Of)]));
    }

    private static async Task<IResult> CreateAsync(string id, HttpContext http, SiteInventory inventory, AccessTokens tokens)
    {
        var input = await ApiJson.Instance.ReadAsync<TokenCreation>(http).ConfigureAwait(false);
        var issued = await tokens.CreateAsync(Find(inventory, id), input.Name, input.Expires, http.RequestAborted).ConfigureAwait(false);
        return ApiEndpoint.Secret(http, new NewAccessTokenView(AccessTokenView.Of(issued.Token), issued.Secret), StatusCodes.Status201Created);
    }

    private static async Task<IResult> RevokeAsync(string id, string tokenId, HttpContext http, AccessTokens tokens) =>
        await tokens.RevokeAsync(id, tokenId, http.RequestAborted).ConfigureAwait(false)
            ? TypedResults.NoContent()
            : throw new RequestException(StatusCodes.Status404NotFound, "The access token does not exist.");

    private static Resource Find(SiteInventory inventory, string id) => ApiEndpoint.Existing(inventory.Current.Resources.GetValueOrDefault(id), "resource");

    /// <summary>A new access token.</summary>
    private sealed class TokenCreation
    {
        public required string Name { get; init; }

        /// <summary>When the token expires. Default: never.</summary>
        public DateTimeOffset? Expires { get; init; }
    }

    private sealed record AccessTokenView(string Id, string Name, DateTimeOffset Created, DateTimeOffset? Expires)
    {
        public static AccessTokenView Of(AccessToken token) => new(
            token.Id,
            token.Name,
            DateTimeOffset.FromUnixTimeMilliseconds(token.Created),
            token.Expires is { } expires ? DateTimeOffset.FromUnixTimeMilliseconds(expires) : null);
    }

    // Not a record, whose text would contain the secret.
    private sealed class NewAccessTokenView(AccessTokenView token, string secret)
    {
        public AccessTokenView Token { get; } = token;

        public string Secret { get; } = secret;
    }
}
