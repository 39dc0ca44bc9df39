using System.Net;
using System.Net.Http.Headers;
using Vernier.DicomWebOAuth.Errors;
using Vernier.Forwarding;

namespace Vernier.DicomWebOAuth.Tokens;

/// <summary>
/// Sets the bearer token of a server on each request. When the server responds with 401, the handler gets a new token and sends the request once
/// more, unless its body can be sent only once and sending has begun. For such a body <c>Expect: 100-continue</c> lets the server reject the request
/// before the body is sent.
/// </summary>
internal sealed class OAuthTokenHandler(TokenManager tokens, DicomWebOAuthMetrics metrics) : DelegatingHandler
{
    private readonly Uri _root = tokens.Options.Url!;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } address || address.GetLeftPart(UriPartial.Authority) != _root.GetLeftPart(UriPartial.Authority))
            throw new InvalidOperationException($"The token of server '{tokens.Server}' is sent to {_root.GetLeftPart(UriPartial.Authority)} only.");

        var original = request.Content;
        if (original is not (null or ForwardedContent or ByteArrayContent or ReadOnlyMemoryContent))
            request.Content = new SingleUseContent(original);
        if (request.Content is SingleUseContent or StreamingRequestContent)
            request.Headers.ExpectContinue = true;
        try
        {
            return await SendWithTokenAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            request.Content = original;
        }
    }

    private async Task<HttpResponseMessage> SendWithTokenAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        var response = await SendAsync(request, token, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            tokens.Discard(token);
            metrics.ErrorOccurred(tokens.Server, ErrorCode.Expired);
            if (request.Content is SingleUseContent { IsStarted: true } or StreamingRequestContent { IsStarted: true })
                return response;

            response.Dispose();
            token = await tokens.GetAsync(cancellationToken).ConfigureAwait(false);
            response = await SendAsync(request, token, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
                metrics.ErrorOccurred(tokens.Server, ErrorCode.BadCredentials);
        }

        if (response.StatusCode == HttpStatusCode.Forbidden)
            metrics.ErrorOccurred(tokens.Server, ErrorCode.InsufficientScope);
        return response;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, AccessToken token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (DicomWebOAuthException failure)
        {
            metrics.ErrorOccurred(tokens.Server, failure.Error);
            throw;
        }
        finally
        {
            // Keeps the token out of logs that print the request afterwards.
            request.Headers.Authorization = null;
        }
    }

    /// <summary>A body of the application that may be readable only once.</summary>
    private sealed class SingleUseContent : ForwardedContent
    {
        private readonly HttpContent _inner;

        public SingleUseContent(HttpContent inner)
        {
            _inner = inner;
            foreach (var (name, values) in inner.Headers)
                Headers.TryAddWithoutValidation(name, values);
        }

        protected override Task SendAsync(Stream stream, CancellationToken cancellationToken) => _inner.CopyToAsync(stream, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = _inner.Headers.ContentLength ?? 0;
            return _inner.Headers.ContentLength is not null;
        }
    }
}
