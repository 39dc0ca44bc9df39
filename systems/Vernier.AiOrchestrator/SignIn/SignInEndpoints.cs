using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Web;
using Vernier.Services;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.SignIn;

/// <summary>The routes for signing in with OAuth2 providers.</summary>
internal static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var oauth2 = endpoints.MapGroup(AiOrchestratorEndpoints.OAuth2);
        oauth2.MapGet("/{provider}", StartAsync).RequireAccess(Access.Anonymous with { Limit = RateLimitKind.Auth });
        oauth2.MapGet("/{provider}/callback", CompleteAsync).RequireAccess(Access.Anonymous with { Limit = RateLimitKind.Auth });
    }

    /// <summary>Whether a path is that of a callback, with any prefix that the application adds.</summary>
    public static bool IsCallback(string path) =>
        path.Contains(AiOrchestratorEndpoints.OAuth2 + "/", StringComparison.OrdinalIgnoreCase) && path.TrimEnd('/').EndsWith("/callback", StringComparison.OrdinalIgnoreCase);

    private static async Task<IResult> StartAsync(string provider, HttpContext http, SignInService service, IOptions<AiOrchestratorOptions> options)
    {
        var redirectUri = RedirectUri(http, provider, options.Value.SignIn.PublicUrl);
        var redirect = await service.StartAsync(provider, redirectUri, http.RequestAborted).ConfigureAwait(false);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Cookies.Append(CookieOf(redirect.State), redirect.Verifier, CookieOptionsOf(redirectUri, SignInStates.Lifetime));
        return TypedResults.Redirect(redirect.Address);
    }

    private static async Task<IResult> CompleteAsync(string provider, HttpContext http, SignInService service, IOptions<AiOrchestratorOptions> options)
    {
        http.Response.Headers.CacheControl = "no-store";
        var parameters = CallbackParameters.Of(http);
        var state = parameters.Find("state");
        var verifier = state is null ? null : http.Request.Cookies[CookieOf(state)];
        // The state is used once, whatever the outcome.
        if (verifier is not null)
            http.Response.Cookies.Delete(CookieOf(state!), CookieOptionsOf(RedirectUri(http, provider, options.Value.SignIn.PublicUrl), null));
        var tokens = await service.CompleteAsync(provider, state, verifier, parameters.Find("code"), parameters.Find("error"), http.RequestAborted).ConfigureAwait(false);
        return ApiJson.Result(tokens);
    }

    /// <summary>One cookie per sign-in, so that several can run in one browser.</summary>
    private static string CookieOf(string state) => $"orchestrator-sign-in-{TextHash.Of(state)[..16]}";

    private static CookieOptions CookieOptionsOf(string redirectUri, TimeSpan? lifetime)
    {
        var address = new Uri(redirectUri);
        // Lax: the browser sends the cookie although the provider's page caused the request.
        return new CookieOptions { Path = address.AbsolutePath, HttpOnly = true, Secure = address.Scheme == Uri.UriSchemeHttps, SameSite = SameSiteMode.Lax, MaxAge = lifetime, IsEssential = true };
    }

    private static string RedirectUri(HttpContext http, string provider, Uri? publicUrl)
    {
        var root = publicUrl?.AbsoluteUri.TrimEnd('/') ?? $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}";
        return $"{root}{AiOrchestratorEndpoints.OAuth2}/{Uri.EscapeDataString(provider)}/callback";
    }
}
