using System.Net;
using System.Net.Http.Headers;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Forwarding;
using Vernier.DicomWebOAuth.Tokens;

namespace Vernier.DicomWebOAuth;

/// <summary>
/// Puts a server's bearer token on each request. When the server answers 401, the token is renewed and the request sent once more, as long as
/// nothing of its body is gone: a body that can be read only once is held back until the server says that it wants it (<c>Expect: 100-continue</c>).
/// </summary>
internal sealed class OAuthTokenHandler(TokenManager tokens, DicomWebOAuthMetrics metrics) : DelegatingHandler
{
    private readonly Uri _root = tokens.Options.Url!;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } address || address.GetLeftPart(UriPartial.Authority) != _root.GetLeftPart(UriPartial.Authority))
            throw new InvalidOperationException($"The token of {tokens.Server} is for {_root.GetLeftPart(UriPartial.Authority)} only, and is not sent elsewhere.");

        var original = request.Content;
        var body = original is null ? null : new WatchedContent(original);
        request.Content = body;
        request.Headers.ExpectContinue = request.Headers.ExpectContinue == true || (body is not null && !body.IsInMemory);
        try
        {
            return await SendAsync(request, body, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            request.Content = original;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, WatchedContent? body, CancellationToken cancellation)
    {
        var token = await tokens.GetAsync(cancellation).ConfigureAwait(false);
        var response = await SendAsync(request, token, cancellation).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            tokens.Refuse(token);
            metrics.Failed(tokens.Server, ErrorCode.Expired);
            if (body?.CanBeSentAgain == false)
                return response;

            response.Dispose();
            token = await tokens.GetAsync(cancellation).ConfigureAwait(false);
            response = await SendAsync(request, token, cancellation).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
                metrics.Failed(tokens.Server, ErrorCode.BadCredentials);
        }

        if (response.StatusCode == HttpStatusCode.Forbidden)
            metrics.Failed(tokens.Server, ErrorCode.InsufficientScope);
        return response;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, AccessToken token, CancellationToken cancellation)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        try
        {
            return await base.SendAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (DicomWebOAuthException failure)
        {
            metrics.Failed(tokens.Server, failure.Error);
            throw;
        }
        finally
        {
            // Whoever looks at the request later, a log for example, finds no token.
            request.Headers.Authorization = null;
        }
    }
}
