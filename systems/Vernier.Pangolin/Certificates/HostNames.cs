using System.Globalization;
using System.Net;

namespace Vernier.Pangolin.Certificates;

/// <summary>The form of host names in which certificates and TLS clients are compared.</summary>
internal static class HostNames
{
    private const int MaxLength = 253;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>
    /// Returns a host name in lower case, in Punycode and without the trailing dot. Null for an IP address, a wildcard, and a text that is not a host name.
    /// </summary>
    public static string? Normalize(string? name)
    {
        var text = name?.TrimEnd('.');
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength || IPAddress.TryParse(text.Trim('[', ']'), out _))
            return null;
        try
        {
            return Idn.GetAscii(text).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Returns the wildcard that covers a normalized host name, such as <c>*.example.com</c> for <c>app.example.com</c>; null if none does.</summary>
    public static string? WildcardOf(string host)
    {
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && host.IndexOf('.', dot + 1) > 0 ? $"*{host[dot..]}" : null;
    }
}
