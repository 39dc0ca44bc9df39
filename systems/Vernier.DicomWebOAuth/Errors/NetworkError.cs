using System.Security.Authentication;

namespace Vernier.DicomWebOAuth.Errors;

/// <summary>Maps network failures to the error catalog. Messages name the authority only: exceptions may contain the complete address.</summary>
internal static class NetworkError
{
    public static DicomWebOAuthException Timeout(Uri address, TimeSpan limit, Exception? exception = null) =>
        new(ErrorCode.Timeout, $"{Authority(address)} made no progress for {limit.TotalSeconds:0.###} s.", exception) { IsTransient = true };

    public static DicomWebOAuthException Of(Exception exception, Uri address) => exception switch
    {
        DicomWebOAuthException known => known,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or { InnerException: AuthenticationException } =>
            new DicomWebOAuthException(ErrorCode.TlsFailed, $"The certificate of {Authority(address)} is not trusted, or the handshake failed.", exception),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
            new DicomWebOAuthException(ErrorCode.ConnectionFailed, $"The host name of {Authority(address)} could not be resolved.", exception) { IsTransient = true },
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
            new DicomWebOAuthException(ErrorCode.ConnectionFailed, $"{Authority(address)} is unreachable.", exception) { IsTransient = true },
        OperationCanceledException =>
            new DicomWebOAuthException(ErrorCode.Timeout, $"{Authority(address)} did not accept a connection in time.", exception) { IsTransient = true },
        _ => new DicomWebOAuthException(ErrorCode.ConnectionFailed, $"{Authority(address)} closed the connection or sent an invalid response.", exception) { IsTransient = true },
    };

    private static string Authority(Uri address) => $"{address.Scheme}://{address.Authority}";
}
