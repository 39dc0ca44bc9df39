using System.Buffers.Text;
using System.Text;

namespace Vernier.Push.Pushgateway;

/// <summary>The URL path of a group: alternating label names and values (documentation of the Pushgateway, section "URL").</summary>
internal static class GroupPath
{
    /// <summary>Returns the path of a grouping key, starting with the job.</summary>
    public static string Of(IEnumerable<KeyValuePair<string, string>> groupingKey) => "/metrics" + string.Concat(groupingKey.Select(label => Part(label.Key, label.Value)));

    // Unreserved characters stay readable. Everything else is base64: slashes, empty values and dot segments would be normalized away, and a proxy may
    // decode percent signs.
    private static string Part(string name, string value) => value is not ("" or "." or "..") && value.All(IsUnreserved)
        ? $"/{name}/{value}"
        : $"/{name}@base64/{Encode(value)}";

    // "=" is the empty value; an empty path segment would be removed by servers.
    private static string Encode(string value) => value == "" ? "=" : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(value));

    // RFC 3986, section 2.3.
    private static bool IsUnreserved(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~';
}
