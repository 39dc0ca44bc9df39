namespace Vernier.CcProxy.Api;

/// <summary>The kinds of errors; the values of the label <c>error_type</c>. The kinds that the provider causes start with its name.</summary>
public enum ErrorKind
{
    /// <summary>The request is invalid: its body is not a JSON object, or its framing is broken. The client gets 400, or 408 if the body arrives too slowly.</summary>
    Validation,

    /// <summary>The content type of the request is not JSON. The client gets 415.</summary>
    UnsupportedContentType,

    /// <summary>The request body exceeds <c>max_request_body_bytes</c>. The client gets 413.</summary>
    RequestTooLarge,

    /// <summary>No provider serves the model. The client gets 404.</summary>
    ModelNotFound,

    /// <summary>No client of the pool became free in time, or the memory for request bodies is exhausted. The client gets 503.</summary>
    ServiceUnavailable,

    /// <summary>The client disconnected before it had the complete response.</summary>
    ClientDisconnected,

    /// <summary>An unhandled exception in the proxy. The client gets 500.</summary>
    Internal,

    /// <summary>The provider is unreachable or its response is not valid HTTP. The client gets 502.</summary>
    ProviderConnection,

    /// <summary>The provider was idle for longer than its <c>timeout</c>. The client gets 504, or its connection is aborted.</summary>
    ProviderTimeout,

    /// <summary>The provider closed the connection in the middle of its response. The client gets 502, or its connection is aborted.</summary>
    ProviderStreamCut,

    /// <summary>The provider responded with 401 or 403.</summary>
    ProviderAuthentication,

    /// <summary>The provider responded with 404.</summary>
    ProviderNotFound,

    /// <summary>The provider responded with 429.</summary>
    ProviderRateLimit,

    /// <summary>The provider responded with another status from 400 to 499.</summary>
    ProviderInvalidRequest,

    /// <summary>The provider responded with 503 or 529.</summary>
    ProviderOverloaded,

    /// <summary>The provider responded with another status of 500 or higher.</summary>
    ProviderServerError,

    /// <summary>The provider reported an error as an event of a stream that started successfully.</summary>
    ProviderStreamError,
}
