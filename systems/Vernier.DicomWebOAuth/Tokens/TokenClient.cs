using System.Net;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Jwt;
using Vernier.DicomWebOAuth.Servers;

namespace Vernier.DicomWebOAuth.Tokens;

/// <summary>Asks a token endpoint once. Whatever goes wrong is an error of the catalog. Thread-safe.</summary>
/// <param name="server">Whom to ask, and for what.</param>
/// <param name="http">Sends; it sees to it that the answer's head comes in time.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenClient(DicomWebServerOptions server, HttpMessageInvoker http, TimeProvider time)
{
    /// <summary>For the head of the answer, and then for its body.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private const int MaxBytes = 1 << 20;
    private static readonly TimeSpan ShortestManagedLife = TimeSpan.FromSeconds(60);

    private readonly Uri _address = TokenRequest.Address(server);

    private readonly JwtRules? _rules = server.JWTPublicKey.Length == 0
        ? null
        : new JwtRules(server.JWTPublicKey, server.JWTAlgorithms, server.JWTAudience, server.JWTIssuer);

    /// <param name="renews">Whether there was a token before, for the code of a refusal.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="DicomWebOAuthException">There is no token, or none that may be used.</exception>
    public async Task<AccessToken> AcquireAsync(bool renews, CancellationToken cancellation)
    {
        using var request = TokenRequest.Create(server);
        using var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        var body = await ReadAsync(response, cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw Refused(response.StatusCode, TokenResponse.ReadError(body), renews);
        return Validated(TokenResponse.Read(body, time.GetUtcNow()));
    }

    private AccessToken Validated(AccessToken token)
    {
        var now = time.GetUtcNow();
        if (server.ProviderType == ProviderType.AzureManagedIdentity && !token.IsValid(now, ShortestManagedLife))
            throw new DicomWebOAuthException(ErrorCode.InvalidResponse, "A managed identity's token has to live for more than 60 s.");
        return _rules is not null && JwtCheck.Mistake(token.Value, _rules, now) is { } mistake
            ? throw new DicomWebOAuthException(ErrorCode.ValidationFailed, mistake)
            : token;
    }

    private static DicomWebOAuthException Refused(HttpStatusCode status, string? error, bool renews)
    {
        var code = error switch
        {
            "invalid_client" or "unauthorized_client" => ErrorCode.BadCredentials,
            "invalid_scope" => ErrorCode.InsufficientScope,
            _ => renews ? ErrorCode.RefreshFailed : ErrorCode.AcquisitionFailed,
        };
        var isTransient = (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
        return new DicomWebOAuthException(code, $"It answered {(int)status}{(error is null ? "" : $" ({error})")}.") { IsTransient = isTransient };
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var stream = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            using var body = new MemoryStream();
            var buffer = new byte[4096];
            for (int read; (read = await stream.ReadAsync(buffer, either.Token).ConfigureAwait(false)) > 0;)
            {
                if (body.Length + read > MaxBytes)
                    throw new DicomWebOAuthException(ErrorCode.InvalidResponse, $"It is longer than {MaxBytes} bytes.");
                body.Write(buffer, 0, read);
            }

            return body.ToArray();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw NetworkFailure.Timeout(_address, Timeout);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw NetworkFailure.Of(broken, _address);
        }
    }
}
