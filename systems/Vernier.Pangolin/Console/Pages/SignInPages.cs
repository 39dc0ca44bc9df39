using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Console.Editing;
using Vernier.Pangolin.Console.Markup;
using Vernier.Pangolin.Identity;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Pages;

/// <summary>The pages for the first administrator, for signing in and out, and the start page.</summary>
internal static class SignInPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/", Start).RequireAccess(PageAccess.Member);
        pages.MapGet(SignInOffer.Setup, SetupAsync).RequireAccess(PageAccess.Anonymous);
        pages.MapPost(SignInOffer.Setup, CompleteSetupAsync).RequireAccess(PageAccess.Anonymous);
        pages.MapGet(SignInOffer.Login, LoginAsync).RequireAccess(PageAccess.Anonymous);
        pages.MapPost(SignInOffer.Login, SignInAsync).RequireAccess(PageAccess.Anonymous);
        pages.MapPost("/logout", SignOutAsync).RequireAccess(PageAccess.Member);
    }

    private static IResult Start(HttpContext http) => SeeOther.To(Caller.Of(http).Role == UserRole.Admin ? "/sites" : "/account");

    private static async Task<IResult> SetupAsync(HttpContext http, FirstAdministrator administrator, Layout layout) =>
        await administrator.IsPendingAsync(http.RequestAborted).ConfigureAwait(false) ? SetupForm(http, layout, "admin", null) : SeeOther.To(SignInOffer.Login);

    private static async Task<IResult> CompleteSetupAsync(HttpContext http, FirstAdministrator administrator, ConsoleSignIn signIn, Layout layout)
    {
        var form = await FormValues.ReadAsync(http).ConfigureAwait(false);
        try
        {
            if (form.Exact("password") != form.Exact("repeated"))
                throw new InvalidInputException([new("repeated", "The passwords differ. Enter the same password twice.")]);
            var user = await administrator.CreateAsync(form["code"], form["name"], form.Exact("password"), http.Connection.RemoteIpAddress, http.RequestAborted).ConfigureAwait(false);
            await signIn.StartAsync(http, user).ConfigureAwait(false);
            return SeeOther.To("/");
        }
        catch (RequestException exception) when (FormValues.ErrorsOf(exception) is { } errors)
        {
            return SetupForm(http, layout, form["name"], errors, exception.Status);
        }
    }

    private static async Task<IResult> LoginAsync(HttpContext http, FirstAdministrator administrator, Layout layout) =>
        await administrator.IsPendingAsync(http.RequestAborted).ConfigureAwait(false)
            ? SeeOther.To(SignInOffer.Setup)
            : LoginForm(http, layout, "", http.Request.Query["return"].ToString(), null);

    private static async Task<IResult> SignInAsync(HttpContext http, ConsoleSignIn signIn, Layout layout)
    {
        var form = await FormValues.ReadAsync(http).ConfigureAwait(false);
        try
        {
            await signIn.SignInAsync(http, form["name"], form.Exact("password")).ConfigureAwait(false);
            return SeeOther.To(SignInOffer.LocalPath(form["return"]));
        }
        catch (RequestException exception) when (FormValues.ErrorsOf(exception) is { } errors)
        {
            return LoginForm(http, layout, form["name"], form["return"], errors, exception.Status);
        }
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, ConsoleSignIn signIn)
    {
        await signIn.SignOutAsync(http).ConfigureAwait(false);
        return SeeOther.To(SignInOffer.Login);
    }

    private static IResult SetupForm(HttpContext http, Layout layout, string name, IReadOnlyList<InputError>? errors, int status = StatusCodes.Status200OK)
    {
        var fields = new FormFields(errors);
        return Layout.Card("Create the first administrator", Html.Of($"""
            {fields.Summary()}
            <form method="post" action="{SignInOffer.Setup}">{layout.Token(http)}
            {fields.Input("code", "Setup code", "", "The server wrote it to the file setup-code in its data directory when it started.", isRequired: true)}
            {fields.Input("name", "Name", name, "Lowercase letters, digits and any of . _ -", autocomplete: "username", isRequired: true)}
            {fields.Input("password", "Password", "", "12 to 256 characters", "password", "new-password", isRequired: true)}
            {fields.Input("repeated", "Repeat the password", "", null, "password", "new-password", isRequired: true)}
            <button>Create administrator</button></form>
            """), status);
    }

    private static IResult LoginForm(HttpContext http, Layout layout, string name, string returnPath, IReadOnlyList<InputError>? errors, int status = StatusCodes.Status200OK)
    {
        var fields = new FormFields(errors);
        return Layout.Card("Sign in", Html.Of($"""
            {fields.Summary()}
            <form method="post" action="{SignInOffer.Login}">{layout.Token(http)}
            <input type="hidden" name="return" value="{SignInOffer.LocalPath(returnPath)}">
            {fields.Input("name", "Name", name, autocomplete: "username", isRequired: true)}
            {fields.Input("password", "Password", "", null, "password", "current-password", isRequired: true)}
            <button>Sign in</button></form>
            """), status);
    }
}
