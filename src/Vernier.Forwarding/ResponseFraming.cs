using System.Globalization;
using System.Net;

namespace Vernier.Forwarding;

/// <summary>Recognizes responses whose end is ambiguous: a destination, or a server on the way to it, could hide a second response in one.</summary>
internal static class ResponseFraming
{
    /// <summary>Returns what is wrong with the framing of a response (RFC 9112, section 6.3); null if it is unambiguous.</summary>
    public static string? FindError(HttpResponseMessage response)
    {
        var isCoded = response.Headers.NonValidated.TryGetValues("Transfer-Encoding", out var codings);
        var hasLength = response.Content.Headers.NonValidated.TryGetValues("Content-Length", out var lengths);
        if (!isCoded && !hasLength)
            return null;
        if (isCoded && hasLength)
            return "Content-Length and Transfer-Encoding";
        if (isCoded && !codings.ToString().Equals("chunked", StringComparison.OrdinalIgnoreCase))
            return "an unsupported Transfer-Encoding";
        var length = 0L;
        if (hasLength && !long.TryParse(lengths.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out length))
            return "an invalid Content-Length";
        return response.StatusCode == HttpStatusCode.NoContent && (isCoded || length > 0) ? "a body after status 204" : null;
    }
}
