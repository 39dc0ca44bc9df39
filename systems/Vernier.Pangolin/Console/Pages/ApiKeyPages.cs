using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Console.Editing;
using Vernier.Pangolin.Console.Markup;
using Vernier.Pangolin.Identity;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Pages;

/// <summary>The page of API keys.</summary>
internal static class ApiKeyPages
{
    private const string Folder = "/api-keys";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Folder, (HttpContext http, Layout layout, ApiKeys keys, TimeProvider time) => ShowAsync(http, layout, keys, time, "", null)).RequireAccess(PageAccess.Admin);
        pages.MapPost(Folder, CreateAsync).RequireAccess(PageAccess.Admin);
        pages.MapPost(Folder + "/{id}/revoke", RevokeAsync).RequireAccess(PageAccess.Admin);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, Layout layout, ApiKeys keys, TimeProvider time, string name, IReadOnlyList<InputError>? errors, int status = StatusCodes.Status200OK)
    {
        var now = time.GetUtcNow();
        var fields = new FormFields(errors);
        var rows = (await keys.ListAsync(http.RequestAborted).ConfigureAwait(false)).Select(key => (Html[])
        [
            Html.Of($"{key.Name}"),
            Text.Ago(DateTimeOffset.FromUnixTimeMilliseconds(key.Created), now),
            Text.Ago(key.LastUsed is { } used ? DateTimeOffset.FromUnixTimeMilliseconds(used) : null, now),
            Html.Of($"""
                <form method="post" action="{Folder}/{key.Id}/revoke">{layout.Token(http)}<button class="quiet small" aria-label="Revoke the key {key.Name}">Revoke</button></form>
                """),
        ]);
        return layout.Page(http, "API keys", Html.Of($"""
            <section class="card form"><h2>Create an API key</h2>{fields.Summary()}
            <form method="post" action="{Folder}">{layout.Token(http)}
            {fields.Input("name", "Name", name, "Which program uses the key. A key has the rights of an administrator, except that it cannot create other keys.", isRequired: true)}
            <button>Create key</button></form></section>
            {Table.Of("API keys", ["Name", "Created", "Last used", "Action"], [.. rows], "No API keys.")}
            <p class="hint">The API is described at <a href="{PangolinEndpoints.Api}/openapi.json">{PangolinEndpoints.Api}/openapi.json</a>.</p>
            """), status: status);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, Layout layout, ApiKeys keys, TimeProvider time)
    {
        var form = await FormValues.ReadAsync(http).ConfigureAwait(false);
        try
        {
            ApiKeyRules.Check(form["name"]);
        }
        catch (InvalidInputException exception)
        {
            return await ShowAsync(http, layout, keys, time, form["name"], exception.Errors, exception.Status).ConfigureAwait(false);
        }
        var (key, text) = await keys.CreateAsync(form["name"], http.RequestAborted).ConfigureAwait(false);
        return layout.Page(http, "API key created", Html.Of($"""
            <section class="card"><h2>{key.Name}</h2>
            <p class="warning"><strong>Copy the key now.</strong> Only its hash is stored, so it is not shown again.</p>
            <code class="copy" id="secret">{text}</code>
            <p>Send it in the header <code>Authorization: Bearer KEY</code>.</p>
            <div class="buttons"><a class="button" href="{Folder}">Go to the API keys</a></div></section>
            """));
    }

    private static async Task<IResult> RevokeAsync(string id, HttpContext http, ApiKeys keys) =>
        await keys.RevokeAsync(id, http.RequestAborted).ConfigureAwait(false)
            ? Notices.Redirect(Folder, "revoked")
            : throw new RequestException(StatusCodes.Status404NotFound, "The API key does not exist.");
}
