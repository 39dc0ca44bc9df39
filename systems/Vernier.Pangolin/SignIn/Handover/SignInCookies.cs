using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Identity;
using Vernier.Services;

namespace Vernier.Pangolin.SignIn.Handover;

/// <summary>
/// The cookies on the hosts of resources: the session, and the random text that binds a sign-in to the browser that started it. With HTTPS their names have
/// the prefix <c>__Host-</c>, so that other hosts of the domain cannot set them.
/// </summary>
internal static class SignInCookies
{
    /// <summary>The prefix of the names with HTTPS.</summary>
    public const string SecurePrefix = "__Host-";

    /// <summary>The cookie of the sign-in pages that binds a sign-in with OpenID Connect to the browser that started it.</summary>
    public const string Oidc = "pangolin_oidc";

    private const string Session = "pangolin_resource";
    private const string Browser = "pangolin_browser";
    private const int BrowserBytes = 32;
    private const int BrowserLength = 43;

    /// <summary>The names that are not forwarded: also those of the page and of the sign-in pages, which browsers send to all ports of their host.</summary>
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        Session, Browser, Oidc, SecurePrefix + Session, SecurePrefix + Browser, SecurePrefix + Oidc,
    };

    public static bool IsOurs(string name) => Names.Contains(name) || ConsoleCookies.Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the token of the session; null if there is none.</summary>
    public static string? SessionOf(HttpContext http) => http.Request.Cookies[NameOf(http, Session)];

    public static void SetSession(HttpContext http, string token, DateTimeOffset expires) => Set(http, Session, token, expires);

    public static void DeleteSession(HttpContext http) => http.Response.Cookies.Delete(NameOf(http, Session), OptionsOf(http, null));

    /// <summary>Returns the binding of the browser, and sets its cookie if it has none.</summary>
    public static string Bind(HttpContext http)
    {
        if (BindingOf(http) is { } known)
            return known;
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(BrowserBytes));
        Set(http, Browser, text, null);
        return TextHash.Of(text);
    }

    /// <summary>Whether a sign-in was started by the browser of a request.</summary>
    public static bool IsBound(HttpContext http, string binding) => BindingOf(http) == binding;

    private static string? BindingOf(HttpContext http) =>
        http.Request.Cookies[NameOf(http, Browser)] is { Length: BrowserLength } text ? TextHash.Of(text) : null;

    private static void Set(HttpContext http, string name, string value, DateTimeOffset? expires) => http.Response.Cookies.Append(NameOf(http, name), value, OptionsOf(http, expires));

    private static string NameOf(HttpContext http, string name) => http.Request.IsHttps ? SecurePrefix + name : name;

    private static CookieOptions OptionsOf(HttpContext http, DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        Secure = http.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Expires = expires,
        IsEssential = true,
    };
}
