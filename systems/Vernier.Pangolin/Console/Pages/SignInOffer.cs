using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Identity;

namespace Vernier.Pangolin.Console.Pages;

/// <summary>Where a browser without a session is sent: to the setup of a new server, or to the sign-in page. Thread-safe.</summary>
internal sealed class SignInOffer(FirstAdministrator administrator, PangolinSettings settings)
{
    public const string Setup = "/setup";
    public const string Login = "/login";

    /// <summary>Whether people can sign in; not while authentication is off.</summary>
    public bool IsOffered => settings.Current.Console.RequireAuthentication;

    public async Task<string> PathAsync(HttpContext http)
    {
        if (await administrator.IsPendingAsync(http.RequestAborted).ConfigureAwait(false))
            return Setup;
        var path = http.Request.Path.Value ?? "/";
        return path == "/" ? Login : $"{Login}?return={Uri.EscapeDataString(path)}";
    }

    /// <summary>Returns a path of the page to which a browser can be redirected after it has signed in; the start page for everything else.</summary>
    public static string LocalPath(string? path) =>
        path is ['/', not ('/' or '\\'), ..] && path.Length <= 200 && path.All(character => char.IsAsciiLetterOrDigit(character) || character is '/' or '-' or '_' or '.') ? path : "/";
}
