using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Vernier.AspNetCore.Endpoints;

/// <summary>Reads an <c>Accept-Encoding</c> header (RFC 9110, section 12.5.3).</summary>
internal static class AcceptEncoding
{
    /// <summary>Returns whether the client accepts gzip and does not prefer an uncompressed response.</summary>
    public static bool PrefersGzip(StringValues header)
    {
        if (!StringWithQualityHeaderValue.TryParseList(header, out var codings))
            return false;
        var gzip = WeightOf(codings, "gzip") ?? WeightOf(codings, "x-gzip") ?? WeightOf(codings, "*") ?? 0;
        return gzip > 0 && gzip >= (WeightOf(codings, "identity") ?? 0);
    }

    private static double? WeightOf(IList<StringWithQualityHeaderValue> codings, string name)
    {
        foreach (var coding in codings)
        {
            if (coding.Value.Equals(name, StringComparison.OrdinalIgnoreCase))
                return coding.Quality ?? 1;
        }
        return null;
    }
}
