using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Console.Editing;
using Vernier.Pangolin.Console.Markup;
using Vernier.Pangolin.Identity;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Pages;

/// <summary>The pages of users.</summary>
internal static class UserPages
{
    private const string Folder = "/users";

    private static readonly (string Value, string Text)[] Roles = [("member", "Member: signs in to resources"), ("admin", "Admin: administers the server")];

    public static void Map(IEndpointRouteBuilder pages)
    {
        var users = pages.MapGroup(Folder);
        users.MapGet("", ListAsync).RequireAccess(PageAccess.Admin);
        users.MapGet("/new", (HttpContext http, Layout layout) => NewForm(http, layout, "", null, UserRole.Member, null)).RequireAccess(PageAccess.Admin);
        users.MapPost("/new", CreateAsync).RequireAccess(PageAccess.Admin);
        users.MapGet("/{id}", ShowAsync).RequireAccess(PageAccess.Admin);
        users.MapPost("/{id}", UpdateAsync).RequireAccess(PageAccess.Admin);
        users.MapPost("/{id}/password", SetPasswordAsync).RequireAccess(PageAccess.Admin);
        users.MapGet("/{id}/delete", ConfirmDeleteAsync).RequireAccess(PageAccess.Admin);
        users.MapPost("/{id}/delete", DeleteAsync).RequireAccess(PageAccess.Admin);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Layout layout, Users users, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var rows = (await users.ListAsync(http.RequestAborted).ConfigureAwait(false)).Select(user => (Html[])
        [
            Text.Link(Folder, user.Id, user.Name),
            Html.Of($"{user.Email ?? "–"}"),
            Html.Of($"{Text.Words(user.Role)}"),
            Text.Ago(user.Created, now),
        ]);
        return layout.Page(http, "Users", Table.Of("Users", ["Name", "E-mail", "Role", "Created"], [.. rows], "No users."),
            Html.Of($"""<a class="button" href="{Folder}/new">Create user</a>"""));
    }

    private static IResult NewForm(
        HttpContext http, Layout layout, string name, string? email, UserRole role, IReadOnlyList<InputError>? errors, int status = StatusCodes.Status200OK)
    {
        var fields = new FormFields(errors);
        return layout.Page(http, "Create user", Html.Of($"""
            <section class="card form">{fields.Summary()}
            <form method="post" action="{Folder}/new">{layout.Token(http)}
            {fields.Input("name", "Name", name, "Lowercase letters, digits and any of . _ -", isRequired: true)}
            {fields.Input("email", "E-mail", email, null, "email")}
            {fields.Select("role", "Role", Roles, role == UserRole.Admin ? "admin" : "member")}
            {fields.Input("password", "Password", "", "12 to 256 characters", "password", "new-password", isRequired: true)}
            <div class="buttons"><button>Create user</button><a class="button quiet" href="{Folder}">Cancel</a></div></form></section>
            """), status: status);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, Layout layout, Users users)
    {
        var form = await FormValues.ReadAsync(http).ConfigureAwait(false);
        try
        {
            await users.CreateAsync(form["name"], form.Optional("email"), RoleOf(form), form.Exact("password"), http.RequestAborted).ConfigureAwait(false);
            return Notices.Redirect(Folder, "created");
        }
        catch (RequestException exception) when (FormValues.ErrorsOf(exception) is { } errors)
        {
            return NewForm(http, layout, form["name"], form.Optional("email"), RoleOf(form), errors, exception.Status);
        }
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext http, Layout layout, Users users) =>
        Details(http, layout, await FindAsync(http, users, id).ConfigureAwait(false), null);

    private static IResult Details(HttpContext http, Layout layout, User user, IReadOnlyList<InputError>? errors, int status = StatusCodes.Status200OK)
    {
        var fields = new FormFields(errors);
        return layout.Page(http, user.Name, Html.Of($"""
            {fields.Summary()}
            <div class="columns">
            <section class="card"><h2>Settings</h2>
            <form method="post" action="{Folder}/{user.Id}">{layout.Token(http)}
            {fields.Input("email", "E-mail", user.Email, null, "email")}
            {fields.Select("role", "Role", Roles, user.Role == UserRole.Admin ? "admin" : "member", "A new role ends the sessions of the user.")}
            <button>Save</button></form></section>
            <section class="card"><h2>Set a password</h2>
            <form method="post" action="{Folder}/{user.Id}/password">{layout.Token(http)}
            {fields.Input("password", "New password", "", "12 to 256 characters. The sessions of the user end.", "password", "new-password", isRequired: true)}
            <button>Set password</button></form></section>
            </div>
            """), Html.Of($"""<a class="button danger" href="{Folder}/{user.Id}/delete">Delete user</a>"""), status);
    }

    private static async Task<IResult> UpdateAsync(string id, HttpContext http, Layout layout, Users users)
    {
        var form = await FormValues.ReadAsync(http).ConfigureAwait(false);
        return await ChangeAsync(id, http, layout, users, "saved",
            () => users.UpdateAsync(id, form.Optional("email"), RoleOf(form), http.RequestAborted)).ConfigureAwait(false);
    }

    private static async Task<IResult> SetPasswordAsync(string id, HttpContext http, Layout layout, Users users)
    {
        var form = await FormValues.ReadAsync(http).ConfigureAwait(false);
        return await ChangeAsync(id, http, layout, users, "password",
            () => users.SetPasswordAsync(id, form.Exact("password"), Caller.Of(http).User?.Id == id ? Caller.Of(http).SessionId : null, http.RequestAborted)).ConfigureAwait(false);
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext http, Layout layout, Users users, string notice, Func<Task> change)
    {
        try
        {
            await change().ConfigureAwait(false);
            return Notices.Redirect($"{Folder}/{id}", notice);
        }
        catch (RequestException exception) when (FormValues.ErrorsOf(exception) is { } errors)
        {
            return Details(http, layout, await FindAsync(http, users, id).ConfigureAwait(false), errors, exception.Status);
        }
    }

    private static async Task<IResult> ConfirmDeleteAsync(string id, HttpContext http, Layout layout, Users users)
    {
        var user = await FindAsync(http, users, id).ConfigureAwait(false);
        return Confirmation.Page(http, layout, $"Delete the user {user.Name}?", "The sessions of the user end. This cannot be undone.",
            $"{Folder}/{user.Id}/delete", "Delete user", $"{Folder}/{user.Id}");
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext http, Users users)
    {
        await users.DeleteAsync(id, http.RequestAborted).ConfigureAwait(false);
        return Notices.Redirect(Folder, "deleted");
    }

    private static UserRole RoleOf(FormValues form) => form["role"] == "admin" ? UserRole.Admin : UserRole.Member;

    private static async Task<User> FindAsync(HttpContext http, Users users, string id) => await users.FindAsync(id, http.RequestAborted).ConfigureAwait(false)
        ?? throw new RequestException(StatusCodes.Status404NotFound, "The user does not exist.");
}
