using System.Collections.Frozen;

namespace Vernier.Forwarding;

/// <summary>Options of <see cref="HttpForwarder"/>. Immutable; create once and reuse.</summary>
internal sealed record ForwarderOptions
{
    /// <summary>Gets how long no byte may move in either direction before the request fails. Default: 100 seconds.</summary>
    public TimeSpan ActivityTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// Gets the request headers that are not copied, in addition to those of the connection; for example those that the caller sets itself. Names are
    /// compared ignoring case if the set does. Default: empty.
    /// </summary>
    public IReadOnlySet<string> ExcludedRequestHeaders { get; init; } = FrozenSet<string>.Empty;

    /// <summary>
    /// Gets a value indicating whether the request comes from another proxy of this system, whose <see cref="ForwardingHeaders"/> are copied. If false, they
    /// are not: a client could have set them. Default: false.
    /// </summary>
    public bool KeepForwardingHeaders { get; init; }

    /// <summary>
    /// Gets a value indicating whether a success response (2xx) may reach the client while its request body is still being sent. Set it for
    /// bidirectional streams such as gRPC; a request body that breaks afterwards aborts the connection. If false, a success response waits for the
    /// complete request body, so that a broken upload always gets a 4xx. Other responses never wait. Default: false.
    /// </summary>
    public bool AllowDuplex { get; init; }

    /// <summary>
    /// Gets a value indicating whether WebSocket connections are forwarded, and requests for other protocols are refused with 501. If false, requests for
    /// another protocol are forwarded as ordinary ones. Default: false.
    /// </summary>
    public bool AllowWebSockets { get; init; }

    /// <summary>Gets how long no byte may move in either direction of a WebSocket connection before it is closed. Default: 10 minutes.</summary>
    public TimeSpan WebSocketIdleTimeout { get; init; } = TimeSpan.FromMinutes(10);
}
