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

/// <summary>The pages of sites.</summary>
internal static class SitePages
{
    private const string Folder = "/sites";

    public static void Map(IEndpointRouteBuilder pages)
    {
        var sites = pages.MapGroup(Folder);
        sites.MapGet("", List).RequireAccess(PageAccess.Admin);
        sites.MapGet("/new", (HttpContext http, Layout layout) => NewForm(http, layout, new SiteInput { Name = "" }, null)).RequireAccess(PageAccess.Admin);
        sites.MapPost("/new", CreateAsync).RequireAccess(PageAccess.Admin);
        sites.MapGet("/{id}", Show).RequireAccess(PageAccess.Admin);
        sites.MapPost("/{id}", UpdateAsync).RequireAccess(PageAccess.Admin);
        sites.MapGet("/{id}/secret", ConfirmSecret).RequireAccess(PageAccess.Admin);
        sites.MapPost("/{id}/secret", RotateSecretAsync).RequireAccess(PageAccess.Admin);
        sites.MapGet("/{id}/delete", ConfirmDelete).RequireAccess(PageAccess.Admin);
        sites.MapPost("/{id}/delete", DeleteAsync).RequireAccess(PageAccess.Admin);
    }

    private static IResult List(HttpContext http, Layout layout, SiteInventory inventory, SiteStates states, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var resources = inventory.Current.Resources.Values.CountBy(resource => resource.SiteId).ToDictionary();
        var rows = inventory.Current.Sites.Values.OrderBy(site => site.Name, StringComparer.OrdinalIgnoreCase).ThenBy(site => site.Id, StringComparer.Ordinal).Select(site =>
        {
            var state = states.Of(site.Id);
            return (Html[])
            [
                Text.Link(Folder, site.Id, site.Name),
                Text.Code(site.Id),
                StateOf(state),
                Text.Ago(state.Since, now),
                Html.Of($"{(site.Region.Length > 0 ? site.Region : "–")}"),
                Html.Of($"{resources.GetValueOrDefault(site.Id)}"),
            ];
        });
        return layout.Page(http, "Sites",
            Table.Of("Sites", ["Name", "Identifier", "State", "Since", "Region", "Resources"], [.. rows], "No sites yet. Create one for each network that has services to publish."),
            Html.Of($"""<a class="button" href="{Folder}/new">Create site</a>"""));
    }

    private static IResult NewForm(HttpContext http, Layout layout, SiteInput input, IReadOnlyList<InputError>? errors, int status = StatusCodes.Status200OK)
    {
        var fields = new FormFields(errors);
        return layout.Page(http, "Create site", Html.Of($"""
            <section class="card form">{fields.Summary()}
            <form method="post" action="{Folder}/new">{layout.Token(http)}
            {fields.Input("name", "Name", input.Name, "What people call this network, such as Berlin office", isRequired: true)}
            {fields.Input("id", "Identifier", input.Id, "Lowercase letters, digits and hyphens; derived from the name if empty. It never changes.")}
            {fields.Input("region", "Region", input.Region, "Groups sites in the metrics, such as eu-west")}
            <div class="buttons"><button>Create site</button><a class="button quiet" href="{Folder}">Cancel</a></div></form></section>
            """), status: status);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, SiteEditor editor, SiteCommand command, Layout layout)
    {
        var form = await FormValues.ReadAsync(http).ConfigureAwait(false);
        var input = InputOf(form);
        try
        {
            var (site, secret) = await editor.CreateAsync(input, http.RequestAborted).ConfigureAwait(false);
            return Secret(http, layout, site, secret, command, "Site created");
        }
        catch (RequestException exception) when (FormValues.ErrorsOf(exception) is { } errors)
        {
            return NewForm(http, layout, input, errors, exception.Status);
        }
    }

    private static IResult Secret(HttpContext http, Layout layout, Site site, string secret, SiteCommand command, string title) => layout.Page(http, title, Html.Of($"""
        <section class="card"><h2>Secret of {site.Name}</h2>
        <p class="warning"><strong>Copy the secret now.</strong> Only its hash is stored, so it is not shown again.</p>
        <code class="copy" id="secret">{secret}</code>
        <h2>Connect the site</h2>
        <p>On a computer in the network of the site, store the secret in the file <code>{site.Id}.secret</code>, which only you can read:</p>
        <pre>(umask 077; cat &gt; {site.Id}.secret)</pre>
        <p>Then start the agent. Replace <code>NAME=URL</code> with a name and the address of a service, such as <code>web=http://localhost:8000</code>; repeat <code>--target</code> for more services.</p>
        <pre id="command">{command.Of(http, site.Id)}</pre>
        <div class="buttons"><a class="button" href="{Folder}/{site.Id}">Go to the site</a><a class="button quiet" href="/resources/new?site={site.Id}">Create resource</a></div></section>
        """));

    private static IResult Show(string id, HttpContext http, Layout layout, SiteInventory inventory, SiteStates states, TimeProvider time) =>
        Details(http, layout, Find(inventory, id), null, null, inventory, states, time.GetUtcNow());

    private static IResult Details(HttpContext http, Layout layout, Site site, SiteInput? input, IReadOnlyList<InputError>? errors, SiteInventory inventory, SiteStates states,
        DateTimeOffset now, int status = StatusCodes.Status200OK)
    {
        var fields = new FormFields(errors);
        var state = states.Of(site.Id);
        var resources = inventory.Current.Resources.Values.Where(resource => resource.SiteId == site.Id).OrderBy(resource => resource.Name, StringComparer.OrdinalIgnoreCase)
            .Select(resource => (Html[])[Text.Link("/resources", resource.Id, resource.Name), ResourcePages.AddressOf(resource)]);
        var targets = state.Targets.OrderBy(target => target.Key, StringComparer.Ordinal)
            .Select(target => (Html[])[Text.Code(target.Key), target.Value ? Text.Badge("good", "Healthy") : Text.Badge("bad", "Unhealthy")]);
        return layout.Page(http, site.Name, Html.Of($"""
            <div class="columns">
            <section class="card"><h2>State</h2><dl class="facts">
            <dt>State</dt><dd>{StateOf(state)}</dd>
            <dt>Since</dt><dd>{Text.Ago(state.Since, now)}</dd>
            <dt>Transports</dt><dd>{(state.Transports.Count > 0 ? string.Join(", ", state.Transports.Select(Text.Words)) : "–")}</dd>
            <dt>Address</dt><dd>{state.RemoteAddress ?? "–"}</dd>
            <dt>Agent</dt><dd>{state.Version ?? "–"}</dd>
            <dt>Identifier</dt><dd>{Text.Code(site.Id)}</dd>
            <dt>Created</dt><dd>{Text.Ago(DateTimeOffset.FromUnixTimeMilliseconds(site.Created), now)}</dd></dl></section>
            <section class="card"><h2>Settings</h2>{fields.Summary()}
            <form method="post" action="{Folder}/{site.Id}">{layout.Token(http)}
            <input type="hidden" name="version" value="{EntityVersion.Of(site)}">
            {fields.Input("name", "Name", input?.Name ?? site.Name, isRequired: true)}
            {fields.Input("region", "Region", input is null ? site.Region : input.Region)}
            <button>Save</button></form></section>
            <section class="card"><h2>Targets</h2>{Table.Of("Targets", ["Target", "Health"], [.. targets], "The site reports no health checks.")}</section>
            <section class="card"><h2>Resources</h2>{Table.Of("Resources", ["Name", "Address"], [.. resources], "The site has no resources.")}
            <div class="buttons"><a class="button quiet" href="/resources/new?site={site.Id}">Create resource</a></div></section>
            </div>
            """), Html.Of($"""
            <a class="button quiet" href="{Folder}/{site.Id}/secret">Replace secret</a><a class="button danger" href="{Folder}/{site.Id}/delete">Delete site</a>
            """), status);
    }

    private static async Task<IResult> UpdateAsync(string id, HttpContext http, SiteEditor editor, Layout layout, SiteInventory inventory, SiteStates states, TimeProvider time)
    {
        var form = await FormValues.ReadAsync(http).ConfigureAwait(false);
        var input = InputOf(form);
        try
        {
            await editor.UpdateAsync(id, input, form["version"], http.RequestAborted).ConfigureAwait(false);
            return Notices.Redirect($"{Folder}/{id}", "saved");
        }
        catch (RequestException exception) when (FormValues.ErrorsOf(exception) is { } errors)
        {
            return Details(http, layout, Find(inventory, id), input, errors, inventory, states, time.GetUtcNow(), exception.Status);
        }
    }

    private static IResult ConfirmSecret(string id, HttpContext http, Layout layout, SiteInventory inventory)
    {
        var site = Find(inventory, id);
        return Confirmation.Page(http, layout, $"Replace the secret of {site.Name}?", "The tunnel of the site is closed. The site cannot connect again until its agent has the new secret.",
            $"{Folder}/{site.Id}/secret", "Replace secret", $"{Folder}/{site.Id}");
    }

    private static async Task<IResult> RotateSecretAsync(string id, HttpContext http, SiteEditor editor, SiteInventory inventory, SiteCommand command, Layout layout)
    {
        var secret = await editor.RotateSecretAsync(id, http.RequestAborted).ConfigureAwait(false);
        return Secret(http, layout, Find(inventory, id), secret, command, "Secret replaced");
    }

    private static IResult ConfirmDelete(string id, HttpContext http, Layout layout, SiteInventory inventory)
    {
        var site = Find(inventory, id);
        return Confirmation.Page(http, layout, $"Delete the site {site.Name}?", "Its tunnel is closed, and its secret becomes invalid. This cannot be undone.",
            $"{Folder}/{site.Id}/delete", "Delete site", $"{Folder}/{site.Id}");
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext http, SiteEditor editor)
    {
        await editor.DeleteAsync(id, http.RequestAborted).ConfigureAwait(false);
        return Notices.Redirect(Folder, "deleted");
    }

    private static Html StateOf(SiteState state) => state.Online ? Text.Badge("good", "Online") : Text.Badge("idle", "Offline");

    private static SiteInput InputOf(FormValues form) => new() { Id = form.Optional("id"), Name = form["name"], Region = form.Optional("region") };

    private static Site Find(SiteInventory inventory, string id) => inventory.Current.Sites.GetValueOrDefault(id)
        ?? throw new RequestException(StatusCodes.Status404NotFound, "The site does not exist.");
}
