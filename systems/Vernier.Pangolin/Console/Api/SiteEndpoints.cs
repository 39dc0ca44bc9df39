using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Console.Editing;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Tunnels;

namespace Vernier.Pangolin.Console.Api;

/// <summary>The API of sites.</summary>
internal static class SiteEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var sites = api.MapGroup("/sites").WithTags("Sites");
        sites.MapGet("", List).Produces<Page<SiteView>>().Document(Access.ApiKeyOrAdmin, "Lists sites with their state.", 400);
        sites.MapPost("", CreateAsync).Accepts<SiteInput>("application/json").Produces<NewSiteView>(201)
            .Document(Access.ApiKeyOrAdmin, "Creates a site. The response contains its secret, which is not available later.", 400, 409, 422);
        sites.MapGet("/{id}", Get).Produces<SiteView>().Document(Access.ApiKeyOrAdmin, "Returns a site with its state.", 404);
        sites.MapPut("/{id}", UpdateAsync).Accepts<SiteInput>("application/json").Produces<SiteView>()
            .Document(Access.ApiKeyOrAdmin, "Changes the name and the region of a site. With If-Match only if it was not changed in the meantime.", 400, 404, 412, 422);
        sites.MapDelete("/{id}", DeleteAsync).Produces(204).Document(Access.ApiKeyOrAdmin, "Deletes a site without resources, and closes its tunnel.", 404, 409);
        sites.MapPost("/{id}/secret", RotateSecretAsync).Produces<NewSiteView>()
            .Document(Access.ApiKeyOrAdmin, "Replaces the secret of a site, and closes its tunnel.", 404);
    }

    private static IResult List(int? limit, int? offset, SiteInventory inventory, SiteStates states)
    {
        var page = PageRange.Of(limit, offset).Apply([.. inventory.Current.Sites.Values.OrderBy(site => site.Id, StringComparer.Ordinal)]);
        return ApiJson.Instance.Result(new Page<SiteView>([.. page.Items.Select(site => SiteView.Of(site, states.Of(site.Id)))], page.Total));
    }

    private static IResult Get(string id, HttpContext http, SiteInventory inventory, SiteStates states)
    {
        var site = ApiEndpoint.Existing(inventory.Current.Sites.GetValueOrDefault(id), "site");
        return ApiEndpoint.Versioned(http, SiteView.Of(site, states.Of(id)), EntityVersion.Of(site));
    }

    private static async Task<IResult> CreateAsync(HttpContext http, SiteEditor editor, SiteCommand command)
    {
        var input = await ApiJson.Instance.ReadAsync<SiteInput>(http).ConfigureAwait(false);
        var (site, secret) = await editor.CreateAsync(input, http.RequestAborted).ConfigureAwait(false);
        http.Response.Headers.Location = $"{PangolinEndpoints.Api}/sites/{site.Id}";
        return ApiEndpoint.Secret(http, new NewSiteView(SiteView.Of(site, SiteState.Unknown), secret, command.Of(http, site.Id)), StatusCodes.Status201Created);
    }

    private static async Task<IResult> UpdateAsync(string id, HttpContext http, SiteEditor editor, SiteStates states)
    {
        var input = await ApiJson.Instance.ReadAsync<SiteInput>(http).ConfigureAwait(false);
        var site = await editor.UpdateAsync(id, input, ApiEndpoint.ExpectedVersion(http), http.RequestAborted).ConfigureAwait(false);
        return ApiEndpoint.Versioned(http, SiteView.Of(site, states.Of(id)), EntityVersion.Of(site));
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext http, SiteEditor editor)
    {
        await editor.DeleteAsync(id, http.RequestAborted).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> RotateSecretAsync(string id, HttpContext http, SiteEditor editor, SiteInventory inventory, SiteStates states, SiteCommand command)
    {
        var secret = await editor.RotateSecretAsync(id, http.RequestAborted).ConfigureAwait(false);
        var site = ApiEndpoint.Existing(inventory.Current.Sites.GetValueOrDefault(id), "site");
        return ApiEndpoint.Secret(http, new NewSiteView(SiteView.Of(site, states.Of(id)), secret, command.Of(http, id)), StatusCodes.Status200OK);
    }
}
