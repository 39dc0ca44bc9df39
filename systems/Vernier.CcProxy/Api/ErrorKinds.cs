namespace Vernier.CcProxy.Api;

/// <summary>Which HTTP status stands for which kind of error, both ways.</summary>
internal static class ErrorKinds
{
    /// <summary>What the client gets when the proxy answers itself.</summary>
    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Validation => 400,
        ErrorKind.RequestTooLarge => 413,
        ErrorKind.ModelNotFound => 404,
        ErrorKind.ServiceUnavailable => 503,
        ErrorKind.ProviderConnection or ErrorKind.ProviderStreamCut => 502,
        ErrorKind.ProviderTimeout => 504,
        _ => 500,
    };

    /// <summary>What an error status of the provider means. 529 is Anthropic's "overloaded".</summary>
    public static ErrorKind OfProviderStatus(int status) => status switch
    {
        401 or 403 => ErrorKind.ProviderAuthentication,
        404 => ErrorKind.ProviderNotFound,
        429 => ErrorKind.ProviderRateLimit,
        503 or 529 => ErrorKind.ProviderOverloaded,
        >= 500 => ErrorKind.ProviderServerError,
        _ => ErrorKind.ProviderInvalidRequest,
    };
}
