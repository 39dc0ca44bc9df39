namespace Vernier.CcProxy.Api;

/// <summary>What went wrong with a request; the values of the label <c>error_type</c>. Those of the provider begin with its name.</summary>
public enum ErrorKind
{
    /// <summary>The request is not what the interface asks for. The client gets 400.</summary>
    Validation,

    /// <summary>The request is larger than the proxy takes. The client gets 413.</summary>
    RequestTooLarge,

    /// <summary>No provider serves the model. The client gets 404.</summary>
    ModelNotFound,

    /// <summary>No client of the pool became free in time. The client gets 503.</summary>
    ServiceUnavailable,

    /// <summary>The client went away before it had the whole answer.</summary>
    ClientDisconnected,

    /// <summary>A fault of the proxy itself. The client gets 500.</summary>
    Internal,

    /// <summary>The provider cannot be reached, or what it says is not HTTP. The client gets 502.</summary>
    ProviderConnection,

    /// <summary>The provider was silent for too long. The client gets 504, or sees the cut.</summary>
    ProviderTimeout,

    /// <summary>The provider broke off in the middle of its answer. The client sees the cut.</summary>
    ProviderStreamCut,

    /// <summary>The provider answered with 401 or 403.</summary>
    ProviderAuthentication,

    /// <summary>The provider answered with 404.</summary>
    ProviderNotFound,

    /// <summary>The provider answered with 429.</summary>
    ProviderRateLimit,

    /// <summary>The provider answered with another status of 400 to 499.</summary>
    ProviderInvalidRequest,

    /// <summary>The provider answered with 529 or 503.</summary>
    ProviderOverloaded,

    /// <summary>The provider answered with another status of 500 or more.</summary>
    ProviderServerError,

    /// <summary>The provider reported an error as an event of a stream that had begun well.</summary>
    ProviderStreamError,
}
