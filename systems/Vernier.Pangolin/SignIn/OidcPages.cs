using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.SignIn.Attempts;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Pangolin.SignIn.Oidc;
using Vernier.Services.Web;

namespace Vernier.Pangolin.SignIn;

/// <summary>The routes of signing in with an OpenID Connect provider. Thread-safe.</summary>
internal sealed class OidcPages(AttemptStart attempts, OidcSignIn oidc, PangolinSettings settings)
{
    /// <summary>Continues to the provider.</summary>
    /// <exception cref="RequestException">400: the ticket is invalid; 403: the resource has no such method; 502: the provider is unavailable.</exception>
    public async Task StartAsync(HttpContext http, string provider)
    {
        http.Response.Headers.CacheControl = "no-store";
        var ticket = http.Request.Query[SignInPaths.Ticket].ToString();
        var attempt = await SignInPages.OpenAsync(attempts, http, ticket).ConfigureAwait(false);
        var browser = OidcBrowser.Of(http.Request.Cookies[CookieName]) ?? OidcBrowser.New();
        var result = await oidc.StartAsync(attempt, provider, ticket, browser, http.RequestAborted).ConfigureAwait(false);
        http.Response.Cookies.Append(CookieName, browser.Text, new CookieOptions
        {
            HttpOnly = true,
            Secure = IsSecure,
            // Lax: the browser sends the cookie although the page of the provider causes the request.
            SameSite = SameSiteMode.Lax,
            Path = "/",
            IsEssential = true,
        });
        http.Response.Redirect(result.Redirect ?? throw Failed(result.Failure));
    }

    /// <summary>Completes the sign-in with the code of the provider.</summary>
    /// <exception cref="RequestException">400: the state or the ticket is invalid; 403: the user is not allowed; 502: the provider failed.</exception>
    public async Task CompleteAsync(HttpContext http, string provider)
    {
        http.Response.Headers.CacheControl = "no-store";
        var browser = OidcBrowser.Of(http.Request.Cookies[CookieName]);
        var parameters = CallbackParameters.Of(http);
        var state = parameters.Find("state");
        var ticket = await oidc.TakeTicketAsync(provider, state, browser, http.RequestAborted).ConfigureAwait(false)
            ?? throw new RequestException(
                StatusCodes.Status400BadRequest, "The sign-in was started in another browser, was completed before, or took too long. Open the address of the service again.");
        var attempt = await SignInPages.OpenAsync(attempts, http, ticket).ConfigureAwait(false);
        var callback = new OidcCallback(state!, parameters.Find("code"), parameters.Find("error"), parameters.Find("iss"));
        var result = await oidc.CompleteAsync(attempt, provider, callback, browser!, http.RequestAborted).ConfigureAwait(false);
        http.Response.Redirect(result.Redirect ?? throw Failed(result.Failure));
    }

    private bool IsSecure => settings.Current.PublicUrl is { Scheme: "https" };

    private string CookieName => IsSecure ? SignInCookies.SecurePrefix + SignInCookies.Oidc : SignInCookies.Oidc;

    private static RequestException Failed(AuthFailureReason? failure) => failure switch
    {
        AuthFailureReason.InvalidCredentials => new(StatusCodes.Status403Forbidden, "This account may not use this service."),
        AuthFailureReason.NoMoreMethods => new(StatusCodes.Status403Forbidden, "This method is not available for this service."),
        _ => new(StatusCodes.Status502BadGateway, "The sign-in provider is unavailable or sent an invalid response. Try again later."),
    };
}
