using Microsoft.Extensions.Logging;

namespace Vernier.DicomWebOAuth;

/// <summary>What is logged. Only texts of our own go in: they hold no credential.</summary>
internal static partial class DicomWebOAuthLog
{
    [LoggerMessage(EventId = 1, Message = "{Server}: no new token. {Error}")]
    public static partial void NoToken(this ILogger logger, LogLevel level, string server, string error);

    [LoggerMessage(2, LogLevel.Warning, "{Server}: the circuit of the token endpoint is {State}.")]
    public static partial void CircuitChanged(this ILogger logger, string server, string state);

    [LoggerMessage(3, LogLevel.Information, "{Server}: the token endpoint is asked again in {Delay}, for the {Retry}. time. {Error}")]
    public static partial void Retrying(this ILogger logger, string server, TimeSpan delay, int retry, string error);

    [LoggerMessage(4, LogLevel.Warning, "{Server}: a request failed. {Error}")]
    public static partial void RequestFailed(this ILogger logger, string server, string error);

    [LoggerMessage(5, LogLevel.Warning, "{Server}: its answer broke off in the middle, and so did the caller's. {Error}")]
    public static partial void AnswerBroke(this ILogger logger, string server, string error);

    [LoggerMessage(6, LogLevel.Error, "{Server}: a request failed by a fault of the gateway.")]
    public static partial void Fault(this ILogger logger, Exception exception, string server);
}
