using Microsoft.AspNetCore.Http;

namespace Vernier.Forwarding;

/// <summary>How forwarding ended: the stage at which it failed, and the side that caused the failure.</summary>
internal enum ForwarderOutcome
{
    /// <summary>The client has the complete response of the destination, whatever its status.</summary>
    None,

    /// <summary>The client disconnected before the response headers arrived.</summary>
    RequestCanceled,

    /// <summary>The request was not sent: name resolution, connection, TLS or a message handler failed.</summary>
    Request,

    /// <summary>The destination was idle for too long before its response headers: while connecting, taking the request body, or processing.</summary>
    RequestTimedOut,

    /// <summary>The request body could not be read: invalid framing, truncated, too large, or too slow for the server's minimum data rate.</summary>
    RequestBodyClient,

    /// <summary>The client stopped sending its request body.</summary>
    RequestBodyClientTimedOut,

    /// <summary>The destination closed the connection while it received the request body, without a response.</summary>
    RequestBodyDestination,

    /// <summary>The destination closed the connection before the end of its response headers, or they are invalid.</summary>
    ResponseHeaders,

    /// <summary>The observer rejected the response (<see cref="ForwarderObserver.Reject"/>).</summary>
    ResponseRejected,

    /// <summary>The client disconnected before it had the complete response.</summary>
    ResponseBodyClient,

    /// <summary>The client stopped reading the response.</summary>
    ResponseBodyClientTimedOut,

    /// <summary>The destination closed the connection in the middle of its response.</summary>
    ResponseBodyDestination,

    /// <summary>The destination was idle for too long in the middle of its response.</summary>
    ResponseBodyTimedOut,

    /// <summary>The client asked for a protocol other than WebSocket.</summary>
    UpgradeUnsupported,

    /// <summary>The client sent an invalid WebSocket handshake.</summary>
    UpgradeInvalid,

    /// <summary>No byte moved through an open WebSocket or tunnel for too long.</summary>
    TunnelIdle,

    /// <summary>The connection of the client failed while a WebSocket or tunnel was open.</summary>
    TunnelClient,

    /// <summary>The connection of the destination failed while a WebSocket or tunnel was open.</summary>
    TunnelDestination,
}

/// <summary>The result of forwarding one request.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Exception">The exception behind a failure; null without a failure.</param>
internal readonly record struct ForwarderResult(ForwarderOutcome Outcome, Exception? Exception = null)
{
    /// <summary>The nonstandard status that logs and metrics use when the client disconnected before the response; no client receives it.</summary>
    public const int ClientClosedRequest = 499;

    /// <summary>Gets a value indicating whether the client has the complete response of the destination.</summary>
    public bool IsSuccess => Outcome == ForwarderOutcome.None;

    /// <summary>Gets the status of the destination's response; null if its headers did not arrive. A failed request can have one.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Gets a value indicating whether a WebSocket connection was opened.</summary>
    public bool IsUpgraded { get; init; }

    /// <summary>Gets the number of request body bytes read from the client and written to the destination; 0 for a body that the caller supplied.</summary>
    public long RequestBytes { get; init; }

    /// <summary>Gets the number of response body bytes written to the client.</summary>
    public long ResponseBytes { get; init; }

    /// <summary>
    /// Gets the status to which <see cref="HttpForwarder"/> sets the response of a failed request that has not started: 4xx for a failure of the
    /// client, 504 for an idle destination, otherwise 502. The caller may replace it and add a body.
    /// </summary>
    public int FailureStatus => Outcome switch
    {
        ForwarderOutcome.RequestBodyClient => (Exception is null ? null : RequestFraming.StatusOf(Exception)) ?? StatusCodes.Status400BadRequest,
        ForwarderOutcome.RequestBodyClientTimedOut => StatusCodes.Status408RequestTimeout,
        ForwarderOutcome.RequestCanceled or ForwarderOutcome.ResponseBodyClient or ForwarderOutcome.ResponseBodyClientTimedOut or ForwarderOutcome.TunnelClient =>
            ClientClosedRequest,
        ForwarderOutcome.RequestTimedOut or ForwarderOutcome.ResponseBodyTimedOut or ForwarderOutcome.TunnelIdle => StatusCodes.Status504GatewayTimeout,
        ForwarderOutcome.UpgradeUnsupported => StatusCodes.Status501NotImplemented,
        ForwarderOutcome.UpgradeInvalid => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status502BadGateway,
    };
}
