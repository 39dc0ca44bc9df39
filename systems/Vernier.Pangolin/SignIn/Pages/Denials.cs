using System.Globalization;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Services.Web;

namespace Vernier.Pangolin.SignIn.Pages;

/// <summary>Responses to requests that are not admitted: a page for people, JSON for programs.</summary>
internal static class Denials
{
    /// <summary>Denies access; signing in does not help.</summary>
    public static Task ForbiddenAsync(HttpContext http, string message) => WriteAsync(http, StatusCodes.Status403Forbidden, "Access denied", message, "");

    /// <summary>Requires a sign-in that the request cannot be redirected to.</summary>
    /// <param name="http">The request.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="realm">The resource, if clients can send a user name and a password; otherwise null.</param>
    /// <param name="canSignIn">Whether the resource has a sign-in page.</param>
    public static Task UnauthorizedAsync(HttpContext http, string message, string? realm, bool canSignIn)
    {
        if (realm is not null)
            http.Response.Headers.WWWAuthenticate = $"Basic realm=\"{realm}\", charset=\"UTF-8\"";
        return WriteAsync(http, StatusCodes.Status401Unauthorized, "Sign-in required", message, canSignIn ? Link(SignInPaths.Start, "Sign in") : "");
    }

    /// <summary>Rejects attempts after repeated failures.</summary>
    public static Task ThrottledAsync(HttpContext http, TimeSpan retryAfter)
    {
        SetRetryAfter(http, retryAfter);
        return WriteAsync(http, StatusCodes.Status429TooManyRequests, "Too many attempts", ThrottledMessage(retryAfter), "");
    }

    /// <summary>Sets the header with the time after which a client can try again.</summary>
    public static void SetRetryAfter(HttpContext http, TimeSpan retryAfter) =>
        http.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>The message after repeated failures.</summary>
    public static string ThrottledMessage(TimeSpan retryAfter) =>
        string.Create(CultureInfo.InvariantCulture, $"Too many failed attempts. Try again in {Math.Max(1, (int)Math.Ceiling(retryAfter.TotalMinutes))} min.");

    /// <summary>Rejects requests while the database is unavailable.</summary>
    public static Task UnavailableAsync(HttpContext http)
    {
        SetRetryAfter(http, TimeSpan.FromSeconds(5));
        return WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "Sign-in unavailable", "The sign-in of this service is temporarily unavailable. Try again in a few seconds.", "");
    }

    /// <summary>Reports an invalid request.</summary>
    public static Task InvalidAsync(HttpContext http, string message) => WriteAsync(http, StatusCodes.Status400BadRequest, "Invalid request", message, "");

    /// <summary>Reports a code that cannot be exchanged for a session.</summary>
    public static Task InvalidCodeAsync(HttpContext http) => WriteAsync(
        http,
        StatusCodes.Status403Forbidden,
        "Sign-in not completed",
        "The sign-in was started in another browser, was completed before, or took too long.",
        Link(SignInPaths.Start, "Start again"));

    public static Task NotFoundAsync(HttpContext http) => WriteAsync(http, StatusCodes.Status404NotFound, "Not found", "This page does not exist.", "");

    private static string Link(string path, string text) => $"<p><a class=\"button\" href=\"{path}\">{text}</a></p>";

    private static Task WriteAsync(HttpContext http, int status, string title, string message, string link)
    {
        http.Response.Headers.CacheControl = "no-store";
        return RequestKind.WantsPage(http)
            ? HtmlPage.WriteAsync(http, status, title, $"<p>{HtmlPage.Encode(message)}</p>{link}")
            : ErrorResponse.WriteAsync(http, status, message);
    }
}
