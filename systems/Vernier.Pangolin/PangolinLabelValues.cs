namespace Vernier.Pangolin;

/// <summary>How a site is connected.</summary>
internal enum Transport
{
    Websocket,
    Wireguard,
}

/// <summary>The direction of traffic: ingress goes from clients to a site, egress from a site to clients.</summary>
internal enum TrafficDirection
{
    Ingress,
    Egress,
}

/// <summary>The protocol between a client and the proxy.</summary>
internal enum TrafficProtocol
{
    [LabelValue("http/1.1")]
    Http1,

    [LabelValue("http/2")]
    Http2,

    [LabelValue("websocket")]
    Websocket,

    [LabelValue("tcp")]
    Tcp,
}

/// <summary>Why a tunnel connected again.</summary>
internal enum ReconnectReason
{
    /// <summary>The previous connection was lost, and the site dialed again after its back-off.</summary>
    Backoff,

    /// <summary>The site connected while its previous connection was still open.</summary>
    Replaced,

    /// <summary>The previous connection was closed because the site did not respond to pings.</summary>
    PingTimeout,

    /// <summary>The site or the server was restarted.</summary>
    Restart,

    /// <summary>A WireGuard peer was given a new endpoint by hole punching.</summary>
    HolePunch,

    /// <summary>The cause is not known.</summary>
    Unknown,
}

/// <summary>How a WireGuard handshake ended.</summary>
internal enum HandshakeResult
{
    Success,
    Timeout,
}

/// <summary>Why a request to a resource, or a connection to a backend, failed.</summary>
internal enum ProxyError
{
    /// <summary>The site has no connection to any server.</summary>
    SiteOffline,

    /// <summary>The connection to the site was lost.</summary>
    TunnelLost,

    /// <summary>The resource has no backend that is healthy and not draining.</summary>
    NoBackend,

    /// <summary>The site does not have the target.</summary>
    UnknownTarget,

    /// <summary>The backend refused the connection.</summary>
    ConnectionRefused,

    /// <summary>The name of the backend was not resolved.</summary>
    NameResolution,

    /// <summary>The TLS handshake with the backend failed.</summary>
    Tls,

    /// <summary>The backend did not respond in time, or was idle for too long.</summary>
    Timeout,

    /// <summary>The backend closed the connection too early.</summary>
    ConnectionReset,

    /// <summary>The backend sent an invalid response.</summary>
    InvalidResponse,

    /// <summary>The backend does not support the upgrade.</summary>
    UpgradeFailed,

    /// <summary>The client disconnected.</summary>
    ClientAborted,

    /// <summary>The client sent an invalid request.</summary>
    InvalidRequest,

    /// <summary>Another failure.</summary>
    Other,
}

/// <summary>How a client signs in to a resource.</summary>
internal enum AuthMethod
{
    /// <summary>No sign-in is required, or none was attempted.</summary>
    None,

    /// <summary>A rule decided, by path or address.</summary>
    Rule,
    Password,
    Pincode,
    HeaderAuth,
    AccessToken,

    /// <summary>A one-time code sent by e-mail.</summary>
    Email,

    /// <summary>A user of this server, with name and password.</summary>
    Session,

    /// <summary>An OpenID Connect provider.</summary>
    Oidc,
}

/// <summary>Decisions about requests to resources. The values are the codes of the audit log: 1xx allowed, 2xx denied.</summary>
internal enum AccessDecision
{
    AllowedByRule = 100,
    NoSignInRequired = 101,
    ValidAccessToken = 102,
    ValidHeaderAuth = 103,
    ValidPincode = 104,
    ValidPassword = 105,
    ValidEmail = 106,
    ValidSession = 107,
    ResourceNotFound = 201,
    ResourceBlocked = 202,
    DroppedByRule = 203,
    NoSession = 204,
    TemporaryToken = 205,
    NoMoreMethods = 299,
}

/// <summary>Why a sign-in failed: a denying decision, or the reason why a credential was rejected.</summary>
internal enum AuthFailureReason
{
    ResourceNotFound,
    ResourceBlocked,
    DroppedByRule,
    NoSession,
    TemporaryToken,
    NoMoreMethods,
    InvalidCredentials,
    Expired,
    Throttled,
    ProviderFailed,
}

/// <summary>Why a token or session was revoked.</summary>
internal enum RevocationReason
{
    Logout,
    PasswordChange,
    Administrator,
    Expired,
    ResourceDeleted,
    UserDeleted,
}

/// <summary>Whether an operation succeeded.</summary>
internal enum Outcome
{
    Success,
    Failure,
}

/// <summary>The types of background jobs.</summary>
internal enum JobType
{
    CertRenewal,
    SessionCleanup,
    SiteCheck,
    AuditCleanup,
}

/// <summary>How an attempt of a background job ended.</summary>
internal enum JobStatus
{
    Success,

    /// <summary>The attempt failed and is repeated later.</summary>
    Retry,

    /// <summary>The last attempt failed.</summary>
    Failure,
}

/// <summary>How an attempt to open a tunnel ended.</summary>
internal enum TunnelConnectionResult
{
    Success,

    /// <summary>The site is unknown or its secret is wrong.</summary>
    Unauthorized,

    /// <summary>The connection is not encrypted although it comes from another machine.</summary>
    Insecure,

    /// <summary>The site did not complete the handshake in time.</summary>
    Timeout,

    /// <summary>The site sent an invalid message, or is too old or too new.</summary>
    ProtocolError,

    /// <summary>The server is stopping or the database is unavailable.</summary>
    Unavailable,
}

/// <summary>The messages on a tunnel.</summary>
internal enum TunnelMessage
{
    Hello,
    Welcome,
    Ping,
    Pong,
    Config,
    Health,

    /// <summary>A message of WireGuard.</summary>
    Extension,
    Close,
    Error,

    /// <summary>A binary message with bytes of the HTTP/2 connection.</summary>
    Data,
}

/// <summary>Why the configuration for Traefik was not updated.</summary>
internal enum TraefikError
{
    Render,
    Write,
    Database,
}

/// <summary>How fetching a plugin ended.</summary>
internal enum PluginFetchResult
{
    Success,

    /// <summary>The cached file has the expected hash.</summary>
    Cached,
    HashMismatch,
    NotFound,
    Unreachable,
    TooLarge,
    WriteFailed,
}

/// <summary>The events of an ACME certificate.</summary>
internal enum AcmeEvent
{
    Ordered,
    ChallengeServed,
    Issued,
    Renewed,
    ChallengeFailed,
    RateLimited,
    ServerUnavailable,
    Failed,
}

/// <summary>What a connection of the database pool is doing.</summary>
internal enum PoolState
{
    InUse,
    Idle,

    /// <summary>Operations that wait for a connection.</summary>
    Waiting,
}

/// <summary>Why a hole punching message was accepted or rejected.</summary>
internal enum HolePunchReason
{
    /// <summary>The endpoint was stored.</summary>
    Registered,

    /// <summary>The endpoints of both sides were sent to each other.</summary>
    Paired,

    /// <summary>The other side is not known yet.</summary>
    PeerUnknown,
    BadFormat,
    BadSignature,
    Replayed,
    UnknownSender,
    RateLimited,
}
