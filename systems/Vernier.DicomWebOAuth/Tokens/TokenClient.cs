using System.Net;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Servers;

namespace Vernier.DicomWebOAuth.Tokens;

/// <summary>Sends one request to a token endpoint. Failures are errors of the catalog. Thread-safe.</summary>
/// <param name="server">The server whose tokens are requested.</param>
/// <param name="http">Sends the request and limits the time up to the response headers.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenClient(DicomWebServerOptions server, HttpMessageInvoker http, TimeProvider time)
{
    /// <summary>The limit up to the response headers, and again for the response body.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private const int MaxBytes = 1 << 20;
    private static readonly TimeSpan MinManagedIdentityLifetime = TimeSpan.FromSeconds(60);

    private readonly Uri _address = TokenRequest.AddressOf(server);
    private readonly JwtValidator? _validator = JwtValidator.Create(server, time);

    /// <summary>Requests a token and validates it.</summary>
    /// <param name="isRefresh">Whether an earlier request returned a token; selects the error code of a rejection.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="DicomWebOAuthException">The request failed, or the token is not valid.</exception>
    public async Task<AccessToken> AcquireAsync(bool isRefresh, CancellationToken cancellationToken)
    {
        using var request = TokenRequest.Create(server);
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw Rejected(response.StatusCode, TokenResponse.ReadError(body), isRefresh);

        var token = TokenResponse.Read(body, time.GetUtcNow());
        if (server.ProviderType == ProviderType.AzureManagedIdentity && !token.IsValid(time.GetUtcNow(), MinManagedIdentityLifetime))
            throw new DicomWebOAuthException(ErrorCode.InvalidResponse, "The token of a managed identity must be valid for more than 60 s.");
        if (_validator is not null && await _validator.FindErrorAsync(token.Value).ConfigureAwait(false) is { } error)
            throw new DicomWebOAuthException(ErrorCode.ValidationFailed, error);
        return token;
    }

    private static DicomWebOAuthException Rejected(HttpStatusCode status, string? error, bool isRefresh)
    {
        var code = error switch
        {
            "invalid_client" or "unauthorized_client" => ErrorCode.BadCredentials,
            "invalid_scope" => ErrorCode.InsufficientScope,
            _ => isRefresh ? ErrorCode.RefreshFailed : ErrorCode.AcquisitionFailed,
        };
        var isTransient = (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
        return new DicomWebOAuthException(code, $"The token endpoint responded with status {(int)status}{(error is null ? "" : $" ({error})")}.") { IsTransient = isTransient };
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var stream = await response.Content.ReadAsStreamAsync(linked.Token).ConfigureAwait(false);
            using var body = new MemoryStream();
            var buffer = new byte[4096];
            for (int read; (read = await stream.ReadAsync(buffer, linked.Token).ConfigureAwait(false)) > 0;)
            {
                if (body.Length + read > MaxBytes)
                    throw new DicomWebOAuthException(ErrorCode.InvalidResponse, $"The response is larger than {MaxBytes} bytes.");
                body.Write(buffer, 0, read);
            }

            return body.ToArray();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw NetworkError.Timeout(_address, Timeout);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw NetworkError.Of(exception, _address);
        }
    }
}
