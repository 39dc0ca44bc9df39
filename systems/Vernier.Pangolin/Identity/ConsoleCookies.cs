using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Identity;

/// <summary>
/// The cookies of the page. With HTTPS their names have the prefix <c>__Host-</c>, so that other hosts of the domain cannot set them. Browsers send cookies
/// to all ports of a host: a proxy must not forward them. Thread-safe.
/// </summary>
internal sealed class ConsoleCookies(PangolinSettings settings)
{
    private const string SecurePrefix = "__Host-";
    private const string Session = "pangolin_session";
    private const string Visitor = "pangolin_visitor";

    /// <summary>The names of all cookies of the page.</summary>
    public static IReadOnlyList<string> Names { get; } = [Session, Visitor, SecurePrefix + Session, SecurePrefix + Visitor];

    /// <summary>Returns the token of the session; null if there is none.</summary>
    public string? SessionOf(HttpContext http) => http.Request.Cookies[NameOf(http, Session)];

    /// <summary>Returns the random text that identifies a browser without a session; null if there is none.</summary>
    public string? VisitorOf(HttpContext http) => http.Request.Cookies[NameOf(http, Visitor)];

    public void SetSession(HttpContext http, string token, DateTimeOffset expires) => Set(http, Session, token, expires);

    public void SetVisitor(HttpContext http, string text) => Set(http, Visitor, text, null);

    public void DeleteSession(HttpContext http) => http.Response.Cookies.Delete(NameOf(http, Session), OptionsOf(http, null));

    private void Set(HttpContext http, string name, string value, DateTimeOffset? expires) => http.Response.Cookies.Append(NameOf(http, name), value, OptionsOf(http, expires));

    private string NameOf(HttpContext http, string name) => IsSecure(http) ? SecurePrefix + name : name;

    private CookieOptions OptionsOf(HttpContext http, DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        Secure = IsSecure(http),
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Expires = expires,
        IsEssential = true,
    };

    /// <summary>Whether the browser uses HTTPS; a proxy in front can terminate it.</summary>
    private bool IsSecure(HttpContext http) => http.Request.IsHttps
        || settings.Current.PublicUrl is { Scheme: "https" } url && http.Request.Host.Host.Equals(url.Host, StringComparison.OrdinalIgnoreCase);
}
