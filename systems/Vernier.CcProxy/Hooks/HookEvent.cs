
namespace Vernier.CcProxy.Hooks;

/// <summary>The events of the proxy. Each request that starts ends in exactly one of <see cref="RequestCompleted"/> and <see cref="RequestFailed"/>.</summary>
public enum HookEvent
{
    /// <summary>A client's request has arrived.</summary>
    [LabelValue("REQUEST_STARTED")]
    RequestStarted,

    /// <summary>The client has the complete response of the provider, including error responses.</summary>
    [LabelValue("REQUEST_COMPLETED")]
    RequestCompleted,

    /// <summary>The client did not get a complete response from a provider.</summary>
    [LabelValue("REQUEST_FAILED")]
    RequestFailed,

    /// <summary>The provider for a request was selected. The request is sent when a client of the pool is free.</summary>
    [LabelValue("PROVIDER_REQUEST_PREPARED")]
    ProviderRequestPrepared,

    /// <summary>The request is being sent to the provider.</summary>
    [LabelValue("PROVIDER_REQUEST_SENT")]
    ProviderRequestSent,

    /// <summary>The status and headers of the provider's response have arrived.</summary>
    [LabelValue("PROVIDER_RESPONSE_RECEIVED")]
    ProviderResponseReceived,

    /// <summary>
    /// The provider responded with an error or reported one in its stream; or, with <see cref="HookContext.IsFinal"/>, it was unreachable, idle for too
    /// long, or closed the connection in the middle of its response.
    /// </summary>
    [LabelValue("PROVIDER_ERROR")]
    ProviderError,

    /// <summary>A stream of server-sent events starts.</summary>
    [LabelValue("PROVIDER_STREAM_START")]
    ProviderStreamStart,

    /// <summary>A part of a stream was sent to the client. Published only if a hook listens to it.</summary>
    [LabelValue("PROVIDER_STREAM_CHUNK")]
    ProviderStreamChunk,

    /// <summary>A stream has ended, successfully or not.</summary>
    [LabelValue("PROVIDER_STREAM_END")]
    ProviderStreamEnd,

    /// <summary>A client was added to the pool.</summary>
    [LabelValue("POOL_CLIENT_ADDED")]
    PoolClientAdded,

    /// <summary>A client was removed from the pool.</summary>
    [LabelValue("POOL_CLIENT_REMOVED")]
    PoolClientRemoved,

    /// <summary>A request acquired a client; <see cref="HookContext.Duration"/> is the time it waited.</summary>
    [LabelValue("POOL_CLIENT_ACQUIRED")]
    PoolClientAcquired,

    /// <summary>A client was released.</summary>
    [LabelValue("POOL_CLIENT_RELEASED")]
    PoolClientReleased,

    /// <summary>A connection to a provider was opened.</summary>
    [LabelValue("POOL_CONNECTION_CREATED")]
    PoolConnectionCreated,

    /// <summary>A connection to a provider was closed, by either side.</summary>
    [LabelValue("POOL_CONNECTION_CLOSED")]
    PoolConnectionClosed,

    /// <summary>The health check of a provider failed.</summary>
    [LabelValue("POOL_HEALTH_CHECK_FAILED")]
    PoolHealthCheckFailed,

    /// <summary>The application is starting.</summary>
    [LabelValue("APP_STARTUP")]
    AppStartup,

    /// <summary>The application has started and accepts requests.</summary>
    [LabelValue("APP_READY")]
    AppReady,

    /// <summary>The application is stopping; requests in flight may still end.</summary>
    [LabelValue("APP_SHUTDOWN")]
    AppShutdown,

    /// <summary>A custom event of the application, published through <see cref="HookPublisher"/>.</summary>
    [LabelValue("CUSTOM_EVENT")]
    CustomEvent,

    /// <summary>A hook threw an exception. Delivered only to immediate hooks.</summary>
    [LabelValue("HOOK_FAILED")]
    HookFailed,

    /// <summary>An event was dropped because the queue of the background hooks was full. Delivered only to immediate hooks.</summary>
    [LabelValue("HOOK_EVENT_DROPPED")]
    HookEventDropped,
}
