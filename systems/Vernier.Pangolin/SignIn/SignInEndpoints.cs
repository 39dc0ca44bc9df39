using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Pangolin.SignIn.Pages;

namespace Vernier.Pangolin.SignIn;

/// <summary>The routes of the sign-in pages on the main application.</summary>
internal static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var access = Access.Anonymous with { WriteError = WriteErrorAsync };
        endpoints.MapGet(SignInPaths.Page, (HttpContext http, SignInPages pages) => pages.ShowAsync(http)).RequireAccess(access);
        endpoints.MapPost(SignInPaths.Password, (HttpContext http, SignInPages pages) => pages.SecretAsync(http, AuthMethod.Password, "password")).RequireAccess(access);
        endpoints.MapPost(SignInPaths.Pincode, (HttpContext http, SignInPages pages) => pages.SecretAsync(http, AuthMethod.Pincode, "pincode")).RequireAccess(access);
        endpoints.MapPost(SignInPaths.User, (HttpContext http, SignInPages pages) => pages.UserAsync(http)).RequireAccess(access);
        endpoints.MapPost(SignInPaths.Email, (HttpContext http, SignInPages pages) => pages.EmailAsync(http)).RequireAccess(access);
        endpoints.MapPost(SignInPaths.EmailCode, (HttpContext http, SignInPages pages) => pages.EmailCodeAsync(http)).RequireAccess(access);
        endpoints.MapGet(SignInPaths.Oidc, (HttpContext http, string provider, OidcPages pages) => pages.StartAsync(http, provider)).RequireAccess(access);
        endpoints.MapGet(SignInPaths.OidcCallback, (HttpContext http, string provider, OidcPages pages) => pages.CompleteAsync(http, provider)).RequireAccess(access);
    }

    /// <summary>Whether a path is the callback of a provider, whose parameters must not be logged.</summary>
    public static bool IsCallback(string path) => path.StartsWith($"{SignInPaths.Page}/oidc/", StringComparison.OrdinalIgnoreCase) && path.EndsWith("/callback", StringComparison.OrdinalIgnoreCase);

    private static Task WriteErrorAsync(HttpContext http, int status, string message) =>
        HtmlPage.WriteAsync(http, status, "Sign-in failed", $"<p class=\"error\" role=\"alert\">{HtmlPage.Encode(message)}</p>");
}
