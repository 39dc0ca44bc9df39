using System.Text;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.SignIn.Handover;

namespace Vernier.Pangolin.SignIn.Pages;

/// <summary>The content of a sign-in page.</summary>
/// <param name="ResourceName">The name of the resource.</param>
/// <param name="Methods">The methods of the resource.</param>
/// <param name="Ticket">The signed ticket, which the forms send back.</param>
/// <param name="Origin">The origin of the resource, to which the forms redirect.</param>
internal sealed record SignInView(string ResourceName, IReadOnlyList<AuthMethod> Methods, string Ticket, string Origin)
{
    private const string Digits = " inputmode=\"numeric\"";

    private static readonly string UserFields =
        Input("name", "User name", "text", "username", " autocapitalize=\"none\" spellcheck=\"false\"") + Input("user-password", "Your password", "password", "current-password");

    /// <summary>The name of the OpenID Connect provider in addresses, and for people; null if there is none.</summary>
    public (string Name, string DisplayName)? Provider { get; init; }

    /// <summary>What went wrong; null if nothing did.</summary>
    public string? Error { get; init; }

    /// <summary>The identifier of a code that was sent by e-mail, for the page where it is entered; null for the first page.</summary>
    public string? CodeId { get; init; }

    /// <summary>Writes the page.</summary>
    public Task WriteAsync(HttpContext http, int status, Antiforgery antiforgery)
    {
        var token = antiforgery.TokenOf(http);
        var body = new StringBuilder();
        if (Error is not null)
            body.Append($"<p class=\"error\" role=\"alert\">{HtmlPage.Encode(Error)}</p>");
        if (CodeId is not null)
            AppendCodeForm(body, token);
        else
            AppendForms(body, token);
        return HtmlPage.WriteAsync(http, status, $"Sign in to {ResourceName}", body.ToString(), Origin);
    }

    private void AppendForms(StringBuilder body, string token)
    {
        var separates = false;
        foreach (var method in Methods)
        {
            if (ContentOf(method, token) is not { } content)
                continue;
            body.Append(separates ? $"<section>{content}</section>" : content);
            separates = true;
        }
        if (!separates)
            body.Append("<p>This service accepts access tokens and credentials in headers only.</p>");
    }

    private string? ContentOf(AuthMethod method, string token) => method switch
    {
        AuthMethod.Password => Form(SignInPaths.Password, token, "Continue", Input("password", "Password", "password", "current-password")),
        AuthMethod.Pincode => Form(SignInPaths.Pincode, token, "Continue", Input("pincode", "Pincode", "password", "off", Digits)),
        AuthMethod.Session => Form(SignInPaths.User, token, "Sign in", UserFields),
        AuthMethod.Email => Form(SignInPaths.Email, token, "Send a code", Input("email", "E-mail address", "email", "email")),
        AuthMethod.Oidc when Provider is var (name, displayName) =>
            $"<a class=\"button\" href=\"{SignInPaths.OidcOf(name)}?{SignInPaths.Ticket}={Uri.EscapeDataString(Ticket)}\">Continue with {HtmlPage.Encode(displayName)}</a>",
        _ => null,
    };

    private void AppendCodeForm(StringBuilder body, string token)
    {
        body.Append("<p>If the address is allowed to sign in, a code was sent to it. It expires in 10 minutes.</p>");
        body.Append(Form(
            SignInPaths.EmailCode, token, "Continue", $"<input type=\"hidden\" name=\"id\" value=\"{HtmlPage.Encode(CodeId!)}\">" + Input("code", "Code", "text", "one-time-code", Digits)));
        body.Append($"<p><a href=\"{SignInPaths.Page}?{SignInPaths.Ticket}={Uri.EscapeDataString(Ticket)}\">Use another address or method</a></p>");
    }

    private string Form(string action, string token, string button, string fields) => $"""
        <form method="post" action="{action}">
        <input type="hidden" name="{SignInPaths.Ticket}" value="{HtmlPage.Encode(Ticket)}">
        <input type="hidden" name="{Antiforgery.Field}" value="{HtmlPage.Encode(token)}">
        {fields}
        <button type="submit">{button}</button>
        </form>
        """;

    private static string Input(string name, string label, string type, string autocomplete, string attributes = "") =>
        $"<label for=\"{name}\">{label}</label><input id=\"{name}\" name=\"{name}\" type=\"{type}\" autocomplete=\"{autocomplete}\"{attributes} maxlength=\"256\" required>";
}
