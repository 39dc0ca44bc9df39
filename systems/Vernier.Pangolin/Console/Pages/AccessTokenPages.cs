using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Console.Editing;
using Vernier.Pangolin.Console.Markup;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Requests;
using Vernier.Pangolin.SignIn.Tokens;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Pages;

/// <summary>The page of the access tokens of a resource.</summary>
internal static class AccessTokenPages
{
    private const string Route = "/resources/{id}/access-tokens";
    private const int MaxDays = 3_650;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Route, (string id, HttpContext http, Layout layout, SiteInventory inventory, AccessTokens tokens, TimeProvider time) =>
            ShowAsync(ResourcePages.Find(inventory, id), http, layout, tokens, time, "", "", null)).RequireAccess(PageAccess.Admin);
        pages.MapPost(Route, CreateAsync).RequireAccess(PageAccess.Admin);
        pages.MapPost(Route + "/{tokenId}/revoke", RevokeAsync).RequireAccess(PageAccess.Admin);
    }

    private static async Task<IResult> ShowAsync(Resource resource, HttpContext http, Layout layout, AccessTokens tokens, TimeProvider time, string name, string days,
        IReadOnlyList<InputError>? errors, int status = StatusCodes.Status200OK)
    {
        var now = time.GetUtcNow();
        var fields = new FormFields(errors);
        var rows = (await tokens.ListAsync(resource.Id, http.RequestAborted).ConfigureAwait(false)).Select(token => (Html[])
        [
            Html.Of($"{token.Name}"),
            Text.Ago(DateTimeOffset.FromUnixTimeMilliseconds(token.Created), now),
            Text.Ago(token.Expires is { } expires ? DateTimeOffset.FromUnixTimeMilliseconds(expires) : null, now),
            Html.Of($"""
                <form method="post" action="{PathOf(resource)}/{token.Id}/revoke">{layout.Token(http)}<button class="quiet small" aria-label="Revoke the token {token.Name}">Revoke</button></form>
                """),
        ]);
        return layout.Page(http, $"Access tokens of {resource.Name}", Html.Of($"""
            <section class="card form"><h2>Create an access token</h2>{fields.Summary()}
            <p>Who has the link of a token can use the resource, if its sign-in allows access tokens.</p>
            <form method="post" action="{PathOf(resource)}">{layout.Token(http)}
            {fields.Input("name", "Name", name, "Who gets the link", isRequired: true)}
            {fields.Input("days", "Days until it expires", days, "Empty: it does not expire", "number")}
            <div class="buttons"><button>Create token</button><a class="button quiet" href="/resources/{resource.Id}">Back</a></div></form></section>
            {Table.Of("Access tokens", ["Name", "Created", "Expires", "Action"], [.. rows], "No access tokens.")}
            """), status: status);
    }

    private static async Task<IResult> CreateAsync(string id, HttpContext http, Layout layout, SiteInventory inventory, AccessTokens tokens, TimeProvider time)
    {
        var resource = ResourcePages.Find(inventory, id);
        var form = await FormValues.ReadAsync(http).ConfigureAwait(false);
        try
        {
            var days = form.Number("days");
            if (form["days"].Length > 0 && days is not (>= 1 and <= MaxDays))
                throw new InvalidInputException([new("days", $"The days must be a number from 1 to {MaxDays}, or empty.")]);
            var issued = await tokens.CreateAsync(resource, form["name"], days is { } count ? time.GetUtcNow().AddDays(count) : null, http.RequestAborted).ConfigureAwait(false);
            return layout.Page(http, "Access token created", Html.Of($"""
                <section class="card"><h2>{issued.Token.Name}</h2>
                <p class="warning"><strong>Copy the link now.</strong> Only the hash of the token is stored, so it is not shown again.</p>
                <code class="copy" id="secret">https://{resource.Host}/?{TokenCredential.Parameter}={issued.Secret}</code>
                <div class="buttons"><a class="button" href="{PathOf(resource)}">Go to the access tokens</a></div></section>
                """));
        }
        catch (RequestException exception) when (FormValues.ErrorsOf(exception) is { } errors)
        {
            return await ShowAsync(resource, http, layout, tokens, time, form["name"], form["days"], errors, exception.Status).ConfigureAwait(false);
        }
    }

    private static async Task<IResult> RevokeAsync(string id, string tokenId, HttpContext http, SiteInventory inventory, AccessTokens tokens)
    {
        var resource = ResourcePages.Find(inventory, id);
        return await tokens.RevokeAsync(resource.Id, tokenId, http.RequestAborted).ConfigureAwait(false)
            ? Notices.Redirect(PathOf(resource), "revoked")
            : throw new RequestException(StatusCodes.Status404NotFound, "The access token does not exist.");
    }

    private static string PathOf(Resource resource) => $"/resources/{resource.Id}/access-tokens";
}
