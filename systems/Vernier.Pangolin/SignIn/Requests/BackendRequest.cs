using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Pangolin.SignIn.Policies;

namespace Vernier.Pangolin.SignIn.Requests;

/// <summary>
/// Prepares an admitted request for the backend: removes our cookies, the credentials of the sign-in and headers that describe a user, which clients can
/// forge, and adds those of the session.
/// </summary>
internal static class BackendRequest
{
    /// <summary>Who signed in: the name of a user of this server, a verified e-mail address, or PROVIDER:ID. Absent without a sign-in that has a name.</summary>
    public const string User = "Remote-User";

    /// <summary>The verified e-mail address, if it is known.</summary>
    public const string Email = "Remote-Email";

    /// <summary>The sign-in method.</summary>
    public const string Method = "Remote-Auth-Method";

    /// <summary>What the names of headers that only this server sets start with.</summary>
    private static readonly string[] OwnPrefixes = ["Remote-", "Pangolin-", "X-Pangolin-"];

    /// <summary>Removes what the backend must not see.</summary>
    public static void Clean(HttpContext http, SignInPolicy policy)
    {
        RemoveCookies(http);
        TokenCredential.Remove(http);
        if (policy.Has(AuthMethod.HeaderAuth))
        {
            if (policy.HeaderName is not null)
                http.Request.Headers.Remove(policy.HeaderName);
            if (HeaderCredentials.Authorization(http)?.User == policy.HeaderUser)
                http.Request.Headers.Remove("Authorization");
        }
        foreach (var name in http.Request.Headers.Keys.Where(IsOwn).ToList())
            http.Request.Headers.Remove(name);
    }

    /// <summary>Describes who signed in.</summary>
    public static void Identify(HttpContext http, AuthMethod method, string? subject)
    {
        http.Request.Headers[Method] = SignInMethods.NameOf(method);
        if (subject is null || method is not (AuthMethod.Session or AuthMethod.Email or AuthMethod.Oidc or AuthMethod.HeaderAuth))
            return;
        http.Request.Headers[User] = subject;
        if (method is AuthMethod.Email or AuthMethod.Oidc && UserRules.IsEmail(subject))
            http.Request.Headers[Email] = subject;
    }

    /// <summary>Some servers read an underscore in the name of a header as a hyphen.</summary>
    private static bool IsOwn(string name)
    {
        if (name[0] is not ('R' or 'r' or 'P' or 'p' or 'X' or 'x'))
            return false;
        var normalized = name.Replace('_', '-');
        return OwnPrefixes.Any(prefix => normalized.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }

    private static void RemoveCookies(HttpContext http)
    {
        var header = http.Request.Headers.Cookie;
        if (header.Count == 0)
            return;
        var cookies = header.SelectMany(value => (value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        if (cookies.RemoveAll(cookie => SignInCookies.IsOurs(cookie.Split('=', 2)[0].Trim())) == 0)
            return;
        if (cookies.Count == 0)
            http.Request.Headers.Remove("Cookie");
        else
            http.Request.Headers.Cookie = string.Join("; ", cookies);
    }
}
