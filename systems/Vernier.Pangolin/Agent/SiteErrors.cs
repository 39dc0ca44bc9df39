using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Vernier.Forwarding;
using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Agent;

/// <summary>Finds the cause of a failed connection or request to a target, and reports it to the server.</summary>
internal static class SiteErrors
{
    /// <summary>Returns the cause as it is written to headers and messages: the label value.</summary>
    public static string NameOf(ProxyError error) => JsonNamingPolicy.SnakeCaseLower.ConvertName(error.ToString());

    /// <summary>Returns the cause of a failed request; null if the client failed.</summary>
    public static ProxyError? Of(ForwarderResult result) => result.Outcome switch
    {
        ForwarderOutcome.RequestTimedOut or ForwarderOutcome.ResponseBodyTimedOut => ProxyError.Timeout,
        ForwarderOutcome.Request => OfConnection(result.Exception),
        ForwarderOutcome.RequestBodyDestination or ForwarderOutcome.ResponseBodyDestination => ProxyError.ConnectionReset,
        ForwarderOutcome.ResponseHeaders => OfResponse(result.Exception),
        ForwarderOutcome.UpgradeUnsupported => ProxyError.UpgradeFailed,
        _ => null,
    };

    /// <summary>Returns why a connection was not established.</summary>
    public static ProxyError OfConnection(Exception? exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => ProxyError.NameResolution,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => ProxyError.Tls,
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => ProxyError.ConnectionRefused,
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => ProxyError.NameResolution,
        SocketException { SocketErrorCode: SocketError.TimedOut } => ProxyError.Timeout,
        SocketException { SocketErrorCode: SocketError.ConnectionReset } => ProxyError.ConnectionReset,
        AuthenticationException => ProxyError.Tls,
        TimeoutException or OperationCanceledException => ProxyError.Timeout,
        { InnerException: { } inner } => OfConnection(inner),
        _ => ProxyError.Other,
    };

    /// <summary>Responds to a request that failed before its response.</summary>
    public static void Write(HttpContext http, ProxyError error)
    {
        http.Response.StatusCode = error switch
        {
            ProxyError.Timeout => StatusCodes.Status504GatewayTimeout,
            ProxyError.UpgradeFailed => StatusCodes.Status501NotImplemented,
            _ => StatusCodes.Status502BadGateway,
        };
        http.Response.Headers[SiteProtocol.ErrorHeader] = NameOf(error);
    }

    private static ProxyError OfResponse(Exception? exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => ProxyError.ConnectionReset,
        { InnerException: SocketException } => ProxyError.ConnectionReset,
        HttpRequestException { InnerException: IOException { InnerException: SocketException } } => ProxyError.ConnectionReset,
        _ => ProxyError.InvalidResponse,
    };
}
