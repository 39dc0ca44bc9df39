using System.Security.Authentication;

namespace Vernier.DicomWebOAuth.Errors;

/// <summary>Says what a failure of the network is in the catalog.</summary>
internal static class NetworkFailure
{
    public static DicomWebOAuthException Timeout(Uri address, TimeSpan limit) =>
        new(ErrorCode.Timeout, $"{Authority(address)} did nothing for {limit.TotalSeconds:0.###} s.") { IsTransient = true };

    /// <summary>Not the exception's own text: it may hold the whole address, and tells no more to whoever runs the gateway.</summary>
    public static DicomWebOAuthException Of(Exception failure, Uri address) => failure switch
    {
        DicomWebOAuthException known => known,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or { InnerException: AuthenticationException } =>
            new DicomWebOAuthException(ErrorCode.TlsFailed, $"{Authority(address)} could not be trusted.", failure),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
            new DicomWebOAuthException(ErrorCode.ConnectionFailed, $"{Authority(address)} is not a known name.", failure) { IsTransient = true },
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
            new DicomWebOAuthException(ErrorCode.ConnectionFailed, $"{Authority(address)} cannot be reached.", failure) { IsTransient = true },
        _ => new DicomWebOAuthException(ErrorCode.ConnectionFailed, $"The exchange with {Authority(address)} broke off.", failure) { IsTransient = true },
    };

    private static string Authority(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
