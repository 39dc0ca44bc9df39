using Microsoft.Extensions.Logging;

namespace Vernier.DicomWebOAuth;

/// <summary>The log messages. They never contain credentials.</summary>
internal static partial class DicomWebOAuthLog
{
    [LoggerMessage(EventId = 1, Message = "Token acquisition for {Server} failed: {Error}")]
    public static partial void TokenAcquisitionFailed(this ILogger logger, LogLevel level, string server, string error);

    [LoggerMessage(2, LogLevel.Warning, "Circuit breaker of the token endpoint for {Server} changed to {State}.")]
    public static partial void CircuitChanged(this ILogger logger, string server, string state);

    [LoggerMessage(3, LogLevel.Information, "Token request for {Server} failed; retry {Retry} in {Delay}: {Error}")]
    public static partial void Retrying(this ILogger logger, string server, int retry, TimeSpan delay, string error);

    [LoggerMessage(4, LogLevel.Warning, "Request to {Server} failed: {Error} (logged once per cause and outage)")]
    public static partial void RequestFailed(this ILogger logger, string server, string error);

    [LoggerMessage(5, LogLevel.Warning, "Response from {Server} was truncated; aborted the client response: {Error} (logged once per cause and outage)")]
    public static partial void ResponseTruncated(this ILogger logger, string server, string error);

    [LoggerMessage(7, LogLevel.Warning, "Requests to {Server} succeed again; {Failures} failed within {Duration}.")]
    public static partial void RequestsSucceed(this ILogger logger, string server, long failures, TimeSpan duration);

    [LoggerMessage(8, LogLevel.Warning, "Token acquisition for {Server} succeeds again; {Failures} requests failed within {Duration}.")]
    public static partial void TokenAcquisitionSucceeds(this ILogger logger, string server, long failures, TimeSpan duration);

    [LoggerMessage(6, LogLevel.Error, "Unhandled exception while forwarding a request to {Server}.")]
    public static partial void ForwardingFailed(this ILogger logger, Exception? exception, string server);
}
