using Microsoft.AspNetCore.Http;
using Vernier.CcProxy.Api;
using Vernier.Forwarding;

namespace Vernier.CcProxy.Proxy;

/// <summary>Why a request failed. This is the one place that maps failures to kinds of errors, and kinds to HTTP statuses.</summary>
/// <param name="Kind">The kind of the error.</param>
/// <param name="Message">The message for the client.</param>
/// <param name="Exception">The exception behind the error, if there is one.</param>
internal sealed record ProxyError(ErrorKind Kind, string Message, Exception? Exception = null)
{
    /// <summary>Gets the status of the response to the client.</summary>
    public int Status => Kind switch
    {
        ErrorKind.Validation when Exception is BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => StatusCodes.Status408RequestTimeout,
        ErrorKind.Validation => StatusCodes.Status400BadRequest,
        ErrorKind.ClientDisconnected => ForwarderResult.ClientClosedRequest,
        ErrorKind.ModelNotFound => StatusCodes.Status404NotFound,
        ErrorKind.UnsupportedContentType => StatusCodes.Status415UnsupportedMediaType,
        ErrorKind.RequestTooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorKind.ServiceUnavailable => StatusCodes.Status503ServiceUnavailable,
        ErrorKind.ProviderConnection or ErrorKind.ProviderStreamCut => StatusCodes.Status502BadGateway,
        ErrorKind.ProviderTimeout => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Gets a value indicating whether the request failed because of the provider.</summary>
    public bool IsProvider => Kind is ErrorKind.ProviderConnection or ErrorKind.ProviderTimeout or ErrorKind.ProviderStreamCut;

    /// <summary>Returns the error for a request that could not be forwarded completely.</summary>
    public static ProxyError Of(ForwarderResult result) => result.Outcome switch
    {
        ForwarderOutcome.RequestCanceled or ForwarderOutcome.ResponseBodyClient => Disconnected(result.Exception),
        ForwarderOutcome.ResponseBodyClientTimedOut => new(ErrorKind.ClientDisconnected, "The client stopped reading the response.", result.Exception),
        ForwarderOutcome.RequestBodyClient when result.FailureStatus == StatusCodes.Status413PayloadTooLarge =>
            new(ErrorKind.RequestTooLarge, "The request body is too large.", result.Exception),
        ForwarderOutcome.RequestBodyClient or ForwarderOutcome.RequestBodyClientTimedOut =>
            new(ErrorKind.Validation, "The request body could not be read.", result.Exception),
        ForwarderOutcome.RequestTimedOut or ForwarderOutcome.ResponseBodyTimedOut =>
            new(ErrorKind.ProviderTimeout, "The provider did not respond in time.", result.Exception),
        ForwarderOutcome.ResponseBodyDestination =>
            new(ErrorKind.ProviderStreamCut, "The provider closed the connection before the end of its response.", result.Exception),
        _ => new(ErrorKind.ProviderConnection, "The provider is unreachable or returned an invalid response.", result.Exception),
    };

    /// <summary>Returns the error for a request body that could not be read completely.</summary>
    public static ProxyError Of(BodyReadResult result, long maxBytes) => result.Outcome switch
    {
        BodyReadOutcome.TooLarge => new(ErrorKind.RequestTooLarge, $"The request body exceeds {maxBytes} bytes.", result.Exception),
        BodyReadOutcome.BudgetExhausted => new(ErrorKind.ServiceUnavailable, "The proxy has no memory left for request bodies; retry later.", result.Exception),
        BodyReadOutcome.Disconnected => Disconnected(result.Exception),
        _ => new(ErrorKind.Validation, "The request body could not be read.", result.Exception),
    };

    /// <summary>Returns the kind of error for an error status of the provider. Anthropic responds with 529 when it is overloaded.</summary>
    public static ErrorKind OfProviderStatus(int status) => status switch
    {
        401 or 403 => ErrorKind.ProviderAuthentication,
        404 => ErrorKind.ProviderNotFound,
        429 => ErrorKind.ProviderRateLimit,
        503 or 529 => ErrorKind.ProviderOverloaded,
        >= 500 => ErrorKind.ProviderServerError,
        _ => ErrorKind.ProviderInvalidRequest,
    };

    public static ProxyError Disconnected(Exception? exception) => new(ErrorKind.ClientDisconnected, "The client disconnected.", exception);
}
