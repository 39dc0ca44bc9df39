using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Console.Editing;
using Vernier.Pangolin.Console.Markup;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Tunnels;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Pages;

/// <summary>The pages of resources with their targets.</summary>
internal static class ResourcePages
{
    private const string Folder = "/resources";

    public static void Map(IEndpointRouteBuilder pages)
    {
        var resources = pages.MapGroup(Folder);
        resources.MapGet("", List).RequireAccess(PageAccess.Admin);
        resources.MapGet("/new", New).RequireAccess(PageAccess.Admin);
        resources.MapPost("/new", CreateAsync).RequireAccess(PageAccess.Admin);
        resources.MapGet("/{id}", Show).RequireAccess(PageAccess.Admin);
        resources.MapPost("/{id}", UpdateAsync).RequireAccess(PageAccess.Admin);
        resources.MapGet("/{id}/delete", ConfirmDelete).RequireAccess(PageAccess.Admin);
        resources.MapPost("/{id}/delete", DeleteAsync).RequireAccess(PageAccess.Admin);
    }

    /// <summary>The address at which clients reach a resource.</summary>
    public static Html AddressOf(Resource resource) => Text.Code(resource.Kind == ResourceKind.Http ? resource.Host! : $"TCP port {resource.Port}");

    public static Resource Find(SiteInventory inventory, string id) => inventory.Current.Resources.GetValueOrDefault(id)
        ?? throw new RequestException(StatusCodes.Status404NotFound, "The resource does not exist.");

    private static IResult List(HttpContext http, Layout layout, SiteInventory inventory, SiteStates states, SignInEditor signIn)
    {
        var sites = inventory.Current.Sites;
        var rows = inventory.Current.Resources.Values.OrderBy(resource => resource.Name, StringComparer.OrdinalIgnoreCase).ThenBy(resource => resource.Id, StringComparer.Ordinal)
            .Select(resource => (Html[])
            [
                Text.Link(Folder, resource.Id, resource.Name),
                AddressOf(resource),
                Text.Link("/sites", resource.SiteId, sites.GetValueOrDefault(resource.SiteId)?.Name ?? resource.SiteId),
                Html.Of($"""<span class="tags">{resource.Targets.Select(target => TargetBadge(target, states.Of(resource.SiteId)))}</span>"""),
                SignInPolicyPages.Summary(signIn.Find(resource.Id)),
                resource.Blocked ? Text.Badge("bad", "Blocked")
                    : states.Of(resource.SiteId).Online ? Text.Badge("good", "Available") : Text.Badge("idle", "Site offline"),
            ]);
        return layout.Page(http, "Resources",
            Table.Of("Resources", ["Name", "Address", "Site", "Targets", "Sign-in", "State"], [.. rows], "No resources yet. A resource publishes a service of a site."),
            Html.Of($"""<a class="button" href="{Folder}/new">Create resource</a>"""));
    }

    private static IResult New(HttpContext http, Layout layout, SiteInventory inventory) =>
        NewForm(http, layout, inventory, new ResourceInput { Name = "", SiteId = http.Request.Query["site"].ToString() }, null);

    private static IResult NewForm(
        HttpContext http, Layout layout, SiteInventory inventory, ResourceInput input, IReadOnlyList<InputError>? errors, int status = StatusCodes.Status200OK)
    {
        var fields = new FormFields(errors);
        var sites = inventory.Current.Sites.Values.OrderBy(site => site.Name, StringComparer.OrdinalIgnoreCase).Select(site => (site.Id, $"{site.Name} ({site.Id})")).ToList();
        if (sites.Count == 0)
            return layout.Page(http, "Create resource", Html.Of($"""<p class="empty">Create a site first: a resource publishes a service of a site. <a href="/sites/new">Create site</a></p>"""));
        return layout.Page(http, "Create resource", Html.Of($"""
            <section class="card">{fields.Summary()}
            <form method="post" action="{Folder}/new">{layout.Token(http)}
            <div class="form">
            {fields.Input("name", "Name", input.Name, "What people call this service, such as Wiki", isRequired: true)}
            {fields.Input("id", "Identifier", input.Id, "Lowercase letters, digits and hyphens; derived from the name if empty. It never changes.")}
            {fields.Select("siteId", "Site", sites, input.SiteId)}
            {fields.Select("kind", "Kind", [("http", "HTTP: requests to a host name"), ("tcp", "TCP: connections to a port")], input.Kind == ResourceKind.Tcp ? "tcp" : "http")}
            {fields.Input("host", "Host name", input.Host, "For HTTP, such as wiki.example.com. Its DNS entry must lead to this server.", isMarked: false)}
            {fields.Input("port", "Port", PortText(input), "For TCP, within the range of proxy: tcp_ports", "number", isMarked: false)}
            {FormFields.Check("blocked", "Blocked: deny all requests", input.Blocked)}
            </div>
            {TargetRows(fields, input, 2)}
            <div class="buttons"><button>Create resource</button><a class="button quiet" href="{Folder}">Cancel</a></div></form></section>
            """), status: status);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, ResourceEditor editor, SiteInventory inventory, Layout layout)
    {
        var form = await FormValues.ReadAsync(http).ConfigureAwait(false);
        var kind = form["kind"] == "tcp" ? ResourceKind.Tcp : ResourceKind.Http;
        var input = InputOf(form, kind) with { Id = form.Optional("id"), SiteId = form["siteId"], Kind = kind };
        try
        {
            var resource = await editor.CreateAsync(input, http.RequestAborted).ConfigureAwait(false);
            return Notices.Redirect($"{Folder}/{resource.Id}", "published");
        }
        catch (RequestException exception) when (FormValues.ErrorsOf(exception) is { } errors)
        {
            return NewForm(http, layout, inventory, input, errors, exception.Status);
        }
    }

    private static IResult Show(string id, HttpContext http, Layout layout, SiteInventory inventory, SiteStates states, SignInEditor signIn)
    {
        var resource = Find(inventory, id);
        return Details(http, layout, resource, ResourceEditor.InputOf(resource), null, states, signIn);
    }

    private static IResult Details(HttpContext http, Layout layout, Resource resource, ResourceInput input, IReadOnlyList<InputError>? errors, SiteStates states, SignInEditor signIn,
        int status = StatusCodes.Status200OK)
    {
        var fields = new FormFields(errors);
        var isHttp = resource.Kind == ResourceKind.Http;
        var state = states.Of(resource.SiteId);
        return layout.Page(http, resource.Name, Html.Of($"""
            <div class="columns">
            <section class="card"><h2>State</h2><dl class="facts">
            <dt>Address</dt><dd>{AddressOf(resource)}</dd>
            <dt>Site</dt><dd>{Text.Link("/sites", resource.SiteId, resource.SiteId)} {(state.Online ? Text.Badge("good", "Online") : Text.Badge("idle", "Offline"))}</dd>
            <dt>Targets</dt><dd class="tags">{resource.Targets.Select(target => TargetBadge(target, state))}</dd>
            <dt>Identifier</dt><dd>{Text.Code(resource.Id)}</dd></dl></section>
            <section class="card"><h2>Sign-in</h2><p>{SignInPolicyPages.Summary(signIn.Find(resource.Id))}</p>
            <div class="buttons"><a class="button quiet" href="{Folder}/{resource.Id}/sign-in">Change sign-in</a>{Html.If(isHttp, $"""<a class="button quiet" href="{Folder}/{resource.Id}/access-tokens">Access tokens</a>""")}</div></section>
            </div>
            <section class="card"><h2>Settings</h2>{fields.Summary()}
            <form method="post" action="{Folder}/{resource.Id}">{layout.Token(http)}
            <input type="hidden" name="version" value="{EntityVersion.Of(resource)}">
            <div class="form">
            {fields.Input("name", "Name", input.Name, isRequired: true)}
            {(isHttp ? fields.Input("host", "Host name", input.Host, isRequired: true) : fields.Input("port", "Port", PortText(input), null, "number", isRequired: true))}
            {FormFields.Check("blocked", "Blocked: deny all requests", input.Blocked)}
            </div>
            {TargetRows(fields, input, 2)}
            <button>Save</button></form></section>
            """), Html.Of($"""<a class="button danger" href="{Folder}/{resource.Id}/delete">Delete resource</a>"""), status);
    }

    private static async Task<IResult> UpdateAsync(
        string id, HttpContext http, ResourceEditor editor, Layout layout, SiteInventory inventory, SiteStates states, SignInEditor signIn)
    {
        var form = await FormValues.ReadAsync(http).ConfigureAwait(false);
        var resource = Find(inventory, id);
        var input = InputOf(form, resource.Kind);
        try
        {
            await editor.UpdateAsync(id, input, form["version"], http.RequestAborted).ConfigureAwait(false);
            return Notices.Redirect($"{Folder}/{id}", "saved");
        }
        catch (RequestException exception) when (FormValues.ErrorsOf(exception) is { } errors)
        {
            return Details(http, layout, resource, input, errors, states, signIn, exception.Status);
        }
    }

    private static IResult ConfirmDelete(string id, HttpContext http, Layout layout, SiteInventory inventory)
    {
        var resource = Find(inventory, id);
        return Confirmation.Page(http, layout, $"Delete the resource {resource.Name}?", "Clients cannot reach it anymore, and its sessions end. This cannot be undone.",
            $"{Folder}/{resource.Id}/delete", "Delete resource", $"{Folder}/{resource.Id}");
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext http, ResourceEditor editor)
    {
        await editor.DeleteAsync(id, http.RequestAborted).ConfigureAwait(false);
        return Notices.Redirect(Folder, "deleted");
    }

    private static Html TargetBadge(Target target, SiteState state) => target.Draining ? Text.Badge("warn", $"{target.Name} draining")
        : !state.Targets.TryGetValue(target.Name, out var isHealthy) ? Text.Badge("idle", target.Name)
        : isHealthy ? Text.Badge("good", target.Name) : Text.Badge("bad", $"{target.Name} unhealthy");

    /// <summary>Rows for the targets, and some empty ones for new targets.</summary>
    private static Html TargetRows(FormFields fields, ResourceInput input, int empty)
    {
        var count = Math.Min(input.Targets.Count + empty, InputRules.MaxTargets);
        return Html.Of($"""
            <fieldset><legend>Targets</legend>
            <p class="hint" id="targets">The names are those of --target at the site. The weight is the share of requests, 1 to 1000. An empty name removes a target; save to get more rows.</p>
            {Enumerable.Range(0, count).Select(i => TargetRow(fields, i, i < input.Targets.Count ? input.Targets[i] : null))}
            </fieldset>
            """);
    }

    private static Html TargetRow(FormFields fields, int i, TargetInput? target) => Html.Of($"""
        <div class="row" role="group" aria-label="Target {i + 1}">
        {fields.Input($"targets[{i}].name", "Name", target?.Name, isMarked: false)}
        {fields.Input($"targets[{i}].weight", "Weight", target is null ? "" : $"{target.Weight}", null, "number", isMarked: false)}
        {fields.Input($"targets[{i}].healthPath", "Health check path", target?.HealthPath, isMarked: false)}
        {FormFields.Check($"targets[{i}].draining", "Draining", target?.Draining == true)}
        </div>
        """);

    private static ResourceInput InputOf(FormValues form, ResourceKind kind) => new()
    {
        Name = form["name"],
        Host = kind == ResourceKind.Http ? form["host"] : null,
        // An invalid port is a value that the rules reject.
        Port = kind == ResourceKind.Tcp ? form.Number("port") ?? -1 : null,
        Blocked = form.IsChecked("blocked"),
        Targets =
        [
            .. Enumerable.Range(0, InputRules.MaxTargets).Where(i => form[$"targets[{i}].name"].Length > 0).Select(i => new TargetInput
            {
                Name = form[$"targets[{i}].name"],
                Weight = form[$"targets[{i}].weight"].Length == 0 ? 1 : form.Number($"targets[{i}].weight") ?? 0,
                HealthPath = form.Optional($"targets[{i}].healthPath"),
                Draining = form.IsChecked($"targets[{i}].draining"),
            }),
        ],
    };

    private static string PortText(ResourceInput input) => input.Port is > 0 ? $"{input.Port}" : "";
}
