using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.SignIn.Policies;

namespace Vernier.Pangolin.SignIn.Requests;

/// <summary>A user name and a password in a header of a request. Not a record, whose text would contain the password.</summary>
internal sealed class HeaderCredentials(string user, string password)
{
    private const string Scheme = "Basic";
    private const int MaxLength = 1_024;

    public string User { get; } = user;

    public string Password { get; } = password;

    /// <summary>
    /// Returns the credentials in the header of the policy, otherwise those in <c>Authorization</c>; null if there are none. The header of the policy can have
    /// them as plain text, or encoded as in <c>Authorization</c>.
    /// </summary>
    public static HeaderCredentials? Of(HttpContext http, SignInPolicy policy)
    {
        if (policy.HeaderName is not null && http.Request.Headers[policy.HeaderName].ToString() is { Length: > 0 and <= MaxLength } value)
            return Basic(value) ?? Split(value);
        return Authorization(http);
    }

    /// <summary>Returns the credentials in <c>Authorization</c>; null if there are none.</summary>
    public static HeaderCredentials? Authorization(HttpContext http) => Basic(http.Request.Headers.Authorization.ToString());

    private static HeaderCredentials? Basic(string value)
    {
        if (value.Length > MaxLength || !AuthenticationHeaderValue.TryParse(value, out var header) || header.Parameter is null
            || !header.Scheme.Equals(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var decoded = new byte[header.Parameter.Length];
        return Convert.TryFromBase64String(header.Parameter, decoded, out var length) ? Split(Encoding.UTF8.GetString(decoded, 0, length)) : null;
    }

    private static HeaderCredentials? Split(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? new(text[..colon], text[(colon + 1)..]) : null;
}
