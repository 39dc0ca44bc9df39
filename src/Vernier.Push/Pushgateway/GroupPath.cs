using System.Buffers.Text;
using System.Text;

namespace Vernier.Push.Pushgateway;

/// <summary>The path of a group, as the Pushgateway's documentation describes it (section URL): label names and values by turns.</summary>
internal static class GroupPath
{
    /// <summary>The path of a grouping key, the job first.</summary>
    public static string Of(IEnumerable<KeyValuePair<string, string>> groupingKey) => "/metrics" + string.Concat(groupingKey.Select(label => Part(label.Key, label.Value)));

    // What URLs never change is written as it is, so that people can read it in a log. All else is base64: slashes, empty values and dots would be
    // lost on the way, and percent signs may be decoded by a proxy.
    private static string Part(string name, string value) => value is not ("" or "." or "..") && value.All(IsUnreserved)
        ? $"/{name}/{value}"
        : $"/{name}@base64/{Encode(value)}";

    // One = stands for the empty value; without it the path would have an empty segment, which servers remove.
    private static string Encode(string value) => value == "" ? "=" : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(value));

    // RFC 3986, section 2.3.
    private static bool IsUnreserved(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~';
}
