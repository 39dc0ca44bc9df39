using Microsoft.AspNetCore.Http;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Certificates;

/// <summary>
/// Responds to the HTTP-01 challenges of the ACME server (RFC 8555, section 8.3). Challenges are in the database, so that each server that shares it can
/// respond. Thread-safe.
/// </summary>
internal sealed class ChallengeResponder(CertificateStore store, CertificateSeries series, TimeProvider time)
{
    private const int MaxTokenLength = 200;

    private static readonly PathString Prefix = new("/.well-known/acme-challenge");

    /// <summary>
    /// Responds to a request for a challenge of this server. Returns false for any other request, which is left unchanged, so that a backend can respond
    /// to its own challenges.
    /// </summary>
    public async Task<bool> TryRespondAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments(Prefix, StringComparison.Ordinal, out var rest) || !HttpMethods.IsGet(http.Request.Method)
            || TokenOf(rest) is not { } token)
            return false;
        try
        {
            var challenge = await store.FindChallengeAsync(token, time.GetUtcNow().ToUnixTimeMilliseconds(), http.RequestAborted).ConfigureAwait(false);
            if (challenge is null)
                return false;
            series.Record(challenge.Host, AcmeEvent.ChallengeServed);
            http.Response.ContentType = "application/octet-stream";
            await http.Response.WriteAsync(challenge.KeyAuthorization, http.RequestAborted).ConfigureAwait(false);
        }
        catch (StorageException)
        {
            // Reported by everything else that uses the database; the ACME server repeats the request.
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        return true;
    }

    /// <summary>Returns the token of a path: base64url characters only.</summary>
    private static string? TokenOf(PathString rest)
    {
        var token = rest.Value is { Length: > 1 } value ? value[1..] : "";
        return token.Length is > 0 and <= MaxTokenLength && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? token : null;
    }
}
