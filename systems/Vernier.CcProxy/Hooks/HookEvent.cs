namespace Vernier.CcProxy.Hooks;

/// <summary>What hooks can listen to. A request that started ends in exactly one of <see cref="RequestCompleted"/> and <see cref="RequestFailed"/>.</summary>
public enum HookEvent
{
    /// <summary>A client's request has come in.</summary>
    [LabelValue("REQUEST_STARTED")]
    RequestStarted,

    /// <summary>The client has the whole answer of the provider, be it an error that the provider answered.</summary>
    [LabelValue("REQUEST_COMPLETED")]
    RequestCompleted,

    /// <summary>The client has no answer of the provider, or not the whole of it.</summary>
    [LabelValue("REQUEST_FAILED")]
    RequestFailed,

    /// <summary>The provider of a request is found; the request goes out when a client of the pool is free.</summary>
    [LabelValue("PROVIDER_REQUEST_PREPARED")]
    ProviderRequestPrepared,

    /// <summary>A request goes out to the provider.</summary>
    [LabelValue("PROVIDER_REQUEST_SENT")]
    ProviderRequestSent,

    /// <summary>Status and headers of the provider's answer are there.</summary>
    [LabelValue("PROVIDER_RESPONSE_RECEIVED")]
    ProviderResponseReceived,

    /// <summary>The provider answered with an error (then there is a response), or could not be reached, was silent or broke off.</summary>
    [LabelValue("PROVIDER_ERROR")]
    ProviderError,

    /// <summary>A stream of server-sent events begins.</summary>
    [LabelValue("PROVIDER_STREAM_START")]
    ProviderStreamStart,

    /// <summary>Some bytes of the stream were passed on. Published only while somebody listens.</summary>
    [LabelValue("PROVIDER_STREAM_CHUNK")]
    ProviderStreamChunk,

    /// <summary>The stream has ended, well or not.</summary>
    [LabelValue("PROVIDER_STREAM_END")]
    ProviderStreamEnd,

    /// <summary>The pool made a client.</summary>
    [LabelValue("POOL_CLIENT_ADDED")]
    PoolClientAdded,

    /// <summary>The pool gave a client up.</summary>
    [LabelValue("POOL_CLIENT_REMOVED")]
    PoolClientRemoved,

    /// <summary>A request got a client; with the time that it waited.</summary>
    [LabelValue("POOL_CLIENT_ACQUIRED")]
    PoolClientAcquired,

    /// <summary>A client came back.</summary>
    [LabelValue("POOL_CLIENT_RELEASED")]
    PoolClientReleased,

    /// <summary>A connection to a provider was opened.</summary>
    [LabelValue("POOL_CONNECTION_CREATED")]
    PoolConnectionCreated,

    /// <summary>A connection to a provider was closed.</summary>
    [LabelValue("POOL_CONNECTION_CLOSED")]
    PoolConnectionClosed,

    /// <summary>A provider did not answer a health check.</summary>
    [LabelValue("POOL_HEALTH_CHECK_FAILED")]
    PoolHealthCheckFailed,

    /// <summary>The application begins to start.</summary>
    [LabelValue("APP_STARTUP")]
    AppStartup,

    /// <summary>The application has started and takes requests.</summary>
    [LabelValue("APP_READY")]
    AppReady,

    /// <summary>The application begins to stop; requests that are under way may still end.</summary>
    [LabelValue("APP_SHUTDOWN")]
    AppShutdown,

    /// <summary>Something of the application's own, published through <see cref="HookPublisher"/>.</summary>
    [LabelValue("CUSTOM_EVENT")]
    CustomEvent,

    /// <summary>A hook threw; reaches only hooks that are called at once.</summary>
    [LabelValue("HOOK_FAILED")]
    HookFailed,

    /// <summary>An event did not reach the hooks in the background because they are too slow; reaches only hooks that are called at once.</summary>
    [LabelValue("HOOK_EVENT_DROPPED")]
    HookEventDropped,
}
