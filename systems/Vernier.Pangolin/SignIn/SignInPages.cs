using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.SignIn.Attempts;
using Vernier.Pangolin.SignIn.Email;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Pangolin.SignIn.Pages;
using Vernier.Services.Web;

namespace Vernier.Pangolin.SignIn;

/// <summary>The sign-in page and its forms. Thread-safe.</summary>
internal sealed class SignInPages(
    AttemptStart attempts, SecretSignIn secrets, UserSignIn users, EmailSignIn emails, Antiforgery antiforgery, PangolinSettings settings)
{
    private const string InvalidTicket = "This sign-in has expired or is invalid. Open the address of the service again.";

    /// <summary>Returns the attempt of a ticket.</summary>
    /// <exception cref="RequestException">400: the ticket is invalid or expired.</exception>
    public static async Task<SignInAttempt> OpenAsync(AttemptStart attempts, HttpContext http, string? ticket) =>
        await attempts.FindAsync(ticket, http.Connection.RemoteIpAddress, http.RequestAborted).ConfigureAwait(false)
        ?? throw new RequestException(StatusCodes.Status400BadRequest, InvalidTicket);

    /// <summary>Shows the forms of the methods of a resource. With OpenID Connect alone, continues to the provider.</summary>
    public async Task ShowAsync(HttpContext http)
    {
        var ticket = http.Request.Query[SignInPaths.Ticket].ToString();
        var attempt = await OpenAsync(attempts, http, ticket).ConfigureAwait(false);
        if (attempt.Policy is { OidcProvider: { } provider } && attempt.Policy.Methods.All(method => method is AuthMethod.Oidc or AuthMethod.AccessToken or AuthMethod.HeaderAuth))
        {
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Redirect($"{SignInPaths.OidcOf(provider)}?{SignInPaths.Ticket}={Uri.EscapeDataString(ticket)}");
            return;
        }
        await ViewOf(attempt, ticket).WriteAsync(http, StatusCodes.Status200OK, antiforgery).ConfigureAwait(false);
    }

    /// <summary>Signs in with a password or a pincode.</summary>
    public async Task SecretAsync(HttpContext http, AuthMethod method, string field)
    {
        var (form, ticket, attempt) = await ReadAsync(http).ConfigureAwait(false);
        var result = await secrets.VerifyAsync(attempt, method, form[field].ToString(), http.RequestAborted).ConfigureAwait(false);
        await EndAsync(http, attempt, ticket, result, $"The {field} is wrong.").ConfigureAwait(false);
    }

    /// <summary>Signs in with name and password of a user of this server.</summary>
    public async Task UserAsync(HttpContext http)
    {
        var (form, ticket, attempt) = await ReadAsync(http).ConfigureAwait(false);
        var result = await users.VerifyAsync(attempt, form["name"].ToString(), form["user-password"].ToString(), http.RequestAborted).ConfigureAwait(false);
        await EndAsync(http, attempt, ticket, result, "The user name or the password is wrong, or the user may not use this service.").ConfigureAwait(false);
    }

    /// <summary>Sends a code, and shows the form for it.</summary>
    public async Task EmailAsync(HttpContext http)
    {
        var (form, ticket, attempt) = await ReadAsync(http).ConfigureAwait(false);
        var (id, failure) = await emails.RequestAsync(attempt, form["email"].ToString(), http.RequestAborted).ConfigureAwait(false);
        if (id is null)
            await EndAsync(http, attempt, ticket, new AttemptResult(null, failure), "").ConfigureAwait(false);
        else
            await (ViewOf(attempt, ticket) with { CodeId = id }).WriteAsync(http, StatusCodes.Status200OK, antiforgery).ConfigureAwait(false);
    }

    /// <summary>Signs in with a code.</summary>
    public async Task EmailCodeAsync(HttpContext http)
    {
        var (form, ticket, attempt) = await ReadAsync(http).ConfigureAwait(false);
        var id = form["id"].ToString();
        var result = await emails.VerifyAsync(attempt, id, form["code"].ToString(), http.RequestAborted).ConfigureAwait(false);
        await EndAsync(http, attempt, ticket, result, "The code is wrong, was used already, or was entered too often.", id).ConfigureAwait(false);
    }

    private static async Task<(IFormCollection Form, string Ticket, SignInAttempt Attempt)> ReadAsync(AttemptStart attempts, HttpContext http)
    {
        if (!http.Request.HasFormContentType)
            throw new RequestException(StatusCodes.Status415UnsupportedMediaType, "The request must be a form.");
        var form = await Antiforgery.ReadFormAsync(http).ConfigureAwait(false);
        var ticket = form[SignInPaths.Ticket].ToString();
        return (form, ticket, await OpenAsync(attempts, http, ticket).ConfigureAwait(false));
    }

    private Task<(IFormCollection Form, string Ticket, SignInAttempt Attempt)> ReadAsync(HttpContext http) => ReadAsync(attempts, http);

    private SignInView ViewOf(SignInAttempt attempt, string ticket)
    {
        var provider = settings.Current.SignIn.Providers.FirstOrDefault(provider => provider.Name == attempt.Policy.OidcProvider);
        return new SignInView(attempt.Resource.Name, attempt.Policy.Methods, ticket, attempt.Ticket.Origin)
        {
            Provider = provider is null ? null : (provider.Name, provider.DisplayName ?? provider.Name),
        };
    }

    /// <summary>Redirects to the resource, or shows the form again.</summary>
    private Task EndAsync(HttpContext http, SignInAttempt attempt, string ticket, AttemptResult result, string wrong, string? codeId = null)
    {
        if (result.Redirect is { } address)
        {
            http.Response.Headers.CacheControl = "no-store";
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = address;
            return Task.CompletedTask;
        }
        var (status, error) = result.Failure switch
        {
            AuthFailureReason.Throttled => (StatusCodes.Status429TooManyRequests, Denials.ThrottledMessage(settings.Current.Console.BlockDuration)),
            AuthFailureReason.Expired => (StatusCodes.Status401Unauthorized, "The code has expired. Request a new one."),
            AuthFailureReason.NoMoreMethods => (StatusCodes.Status403Forbidden, "This method is not available for this service."),
            _ => (StatusCodes.Status401Unauthorized, wrong),
        };
        if (status == StatusCodes.Status429TooManyRequests)
            Denials.SetRetryAfter(http, settings.Current.Console.BlockDuration);
        return (ViewOf(attempt, ticket) with { Error = error, CodeId = codeId }).WriteAsync(http, status, antiforgery);
    }
}
