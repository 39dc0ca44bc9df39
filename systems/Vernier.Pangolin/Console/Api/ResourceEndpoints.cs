using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Console.Editing;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Api;

/// <summary>The API of resources, their targets and how clients sign in.</summary>
internal static class ResourceEndpoints
{
    /// <summary>The limit of a body with up to 50 targets, or with sign-in rules.</summary>
    private const int MaxBodyBytes = 128 * 1024;

    public static void Map(IEndpointRouteBuilder api)
    {
        var resources = api.MapGroup("/resources").WithTags("Resources");
        resources.MapGet("", List).Produces<Page<ResourceView>>().Document(Access.ApiKeyOrAdmin, "Lists resources, of all sites or of one.", 400);
        resources.MapPost("", CreateAsync).Accepts<ResourceInput>("application/json").Produces<ResourceView>(201)
            .Document(Access.ApiKeyOrAdmin, "Creates a resource with its targets.", 400, 409, 422);
        resources.MapGet("/{id}", Get).Produces<ResourceView>().Document(Access.ApiKeyOrAdmin, "Returns a resource.", 404);
        resources.MapPut("/{id}", UpdateAsync).Accepts<ResourceInput>("application/json").Produces<ResourceView>()
            .Document(Access.ApiKeyOrAdmin, "Changes a resource and its targets. With If-Match only if it was not changed in the meantime.", 400, 404, 409, 412, 422);
        resources.MapDelete("/{id}", DeleteAsync).Produces(204).Document(Access.ApiKeyOrAdmin, "Deletes a resource, and ends its sessions.", 404);

        resources.MapGet("/{id}/targets", ListTargets).Produces<Page<Target>>().WithTags("Targets").Document(Access.ApiKeyOrAdmin, "Lists the targets of a resource.", 404);
        resources.MapPut("/{id}/targets/{name}", PutTargetAsync).Accepts<TargetInput>("application/json").Produces<ResourceView>().WithTags("Targets")
            .Document(Access.ApiKeyOrAdmin, "Adds or replaces a target of a resource.", 400, 404, 412, 422);
        resources.MapDelete("/{id}/targets/{name}", DeleteTargetAsync).Produces(204).WithTags("Targets")
            .Document(Access.ApiKeyOrAdmin, "Removes a target from a resource.", 404, 412);

        resources.MapGet("/{id}/sign-in", GetSignIn).Produces<SignInView>().WithTags("Sign-in").Document(Access.ApiKeyOrAdmin, "Returns how clients sign in to a resource.", 404);
        resources.MapPut("/{id}/sign-in", SetSignInAsync).Accepts<SignInPolicyInput>("application/json").Produces<SignInView>().WithTags("Sign-in")
            .Document(Access.ApiKeyOrAdmin, "Changes how clients sign in to a resource. Secrets that are absent are kept.", 400, 404);
    }

    private static IResult List(int? limit, int? offset, string? siteId, SiteInventory inventory)
    {
        var page = PageRange.Of(limit, offset).Apply(
            [.. inventory.Current.Resources.Values.Where(resource => siteId is null || resource.SiteId == siteId).OrderBy(resource => resource.Id, StringComparer.Ordinal)]);
        return ApiJson.Instance.Result(new Page<ResourceView>([.. page.Items.Select(ResourceView.Of)], page.Total));
    }

    private static IResult Get(string id, HttpContext http, SiteInventory inventory) => Versioned(http, Find(inventory, id));

    private static async Task<IResult> CreateAsync(HttpContext http, ResourceEditor editor)
    {
        var input = await ApiJson.Instance.ReadAsync<ResourceInput>(http, MaxBodyBytes).ConfigureAwait(false);
        var resource = await editor.CreateAsync(input, http.RequestAborted).ConfigureAwait(false);
        http.Response.Headers.Location = $"{PangolinEndpoints.Api}/resources/{resource.Id}";
        return Versioned(http, resource, StatusCodes.Status201Created);
    }

    private static async Task<IResult> UpdateAsync(string id, HttpContext http, ResourceEditor editor)
    {
        var input = await ApiJson.Instance.ReadAsync<ResourceInput>(http, MaxBodyBytes).ConfigureAwait(false);
        return Versioned(http, await editor.UpdateAsync(id, input, ApiEndpoint.ExpectedVersion(http), http.RequestAborted).ConfigureAwait(false));
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext http, ResourceEditor editor)
    {
        await editor.DeleteAsync(id, http.RequestAborted).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static IResult ListTargets(string id, SiteInventory inventory)
    {
        var targets = Find(inventory, id).Targets;
        return ApiJson.Instance.Result(new Page<Target>(targets, targets.Count));
    }

    private static async Task<IResult> PutTargetAsync(string id, string name, HttpContext http, ResourceEditor editor)
    {
        var target = await ApiJson.Instance.ReadAsync<TargetInput>(http).ConfigureAwait(false);
        if (target.Name != name)
            throw new RequestException(StatusCodes.Status400BadRequest, "The name of the target in the body must be the one in the path.");
        return Versioned(http, await editor.PutTargetAsync(id, target, ApiEndpoint.ExpectedVersion(http), http.RequestAborted).ConfigureAwait(false));
    }

    private static async Task<IResult> DeleteTargetAsync(string id, string name, HttpContext http, ResourceEditor editor)
    {
        await editor.DeleteTargetAsync(id, name, ApiEndpoint.ExpectedVersion(http), http.RequestAborted).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static IResult GetSignIn(string id, SignInEditor editor) => ApiJson.Instance.Result(SignInView.Of(editor.Get(id)));

    private static async Task<IResult> SetSignInAsync(string id, HttpContext http, SignInEditor editor)
    {
        var input = await ApiJson.Instance.ReadAsync<SignInPolicyInput>(http, MaxBodyBytes).ConfigureAwait(false);
        return ApiJson.Instance.Result(SignInView.Of(await editor.SetAsync(id, input, http.RequestAborted).ConfigureAwait(false)));
    }

    private static Resource Find(SiteInventory inventory, string id) => ApiEndpoint.Existing(inventory.Current.Resources.GetValueOrDefault(id), "resource");

    private static IResult Versioned(HttpContext http, Resource resource, int status = StatusCodes.Status200OK) =>
        ApiEndpoint.Versioned(http, ResourceView.Of(resource), EntityVersion.Of(resource), status);
}
