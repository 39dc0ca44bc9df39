using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Console.Editing;
using Vernier.Pangolin.Console.Markup;
using Vernier.Pangolin.Identity;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Pages;

/// <summary>The page of the own account.</summary>
internal static class AccountPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/account", (HttpContext http, Layout layout) => Show(http, layout, null)).RequireAccess(PageAccess.Member);
        pages.MapPost("/account", ChangePasswordAsync).RequireAccess(PageAccess.Member);
    }

    private static async Task<IResult> ChangePasswordAsync(HttpContext http, ConsoleSignIn signIn, Layout layout)
    {
        var form = await FormValues.ReadAsync(http).ConfigureAwait(false);
        try
        {
            if (form.Exact("password") != form.Exact("repeated"))
                throw new InvalidInputException([new("repeated", "The passwords differ. Enter the same password twice.")]);
            await signIn.ChangePasswordAsync(http, form.Exact("current"), form.Exact("password")).ConfigureAwait(false);
            return Notices.Redirect("/account", "password");
        }
        catch (RequestException exception) when (FormValues.ErrorsOf(exception) is { } errors)
        {
            return Show(http, layout, errors, exception.Status);
        }
    }

    private static IResult Show(HttpContext http, Layout layout, IReadOnlyList<InputError>? errors, int status = StatusCodes.Status200OK)
    {
        var fields = new FormFields(errors);
        var user = Caller.Of(http).User;
        return layout.Page(http, "Account", user is null ? Html.Of($"<p>Authentication is off, so you have no account.</p>") : Html.Of($"""
            <section class="card form"><h2>Your account</h2>
            <dl class="facts"><dt>Name</dt><dd>{user.Name}</dd><dt>E-mail</dt><dd>{user.Email ?? "–"}</dd><dt>Role</dt><dd>{Text.Words(user.Role)}</dd></dl></section>
            <section class="card form"><h2>Change the password</h2>
            {fields.Summary()}
            <form method="post" action="/account">{layout.Token(http)}
            <input type="hidden" name="username" autocomplete="username" value="{user.Name}">
            {fields.Input("current", "Current password", "", null, "password", "current-password", isRequired: true)}
            {fields.Input("password", "New password", "", "12 to 256 characters. Your other sessions end.", "password", "new-password", isRequired: true)}
            {fields.Input("repeated", "Repeat the new password", "", null, "password", "new-password", isRequired: true)}
            <button>Change password</button></form></section>
            """), status: status);
    }
}
