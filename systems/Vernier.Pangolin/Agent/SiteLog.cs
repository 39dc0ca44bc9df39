using Microsoft.Extensions.Logging;

namespace Vernier.Pangolin.Agent;

/// <summary>The log messages of a site.</summary>
internal static partial class SiteLog
{
    [LoggerMessage(1, LogLevel.Information, "Site {Site} is connected to {Server}.")]
    public static partial void Connected(ILogger logger, string site, Uri server);

    [LoggerMessage(2, LogLevel.Warning, "Site {Site} cannot connect to {Server}: {Reason}. The next attempt is in {Delay}.")]
    public static partial void CannotConnect(ILogger logger, string site, Uri server, string reason, TimeSpan delay);

    [LoggerMessage(3, LogLevel.Error, "The connection of site {Site} to {Server} was rejected: {Reason}. The next attempt is in {Delay}.")]
    public static partial void Rejected(ILogger logger, string site, Uri server, string reason, TimeSpan delay);

    [LoggerMessage(4, LogLevel.Warning, "Site {Site} lost its connection to {Server}. The next attempt is in {Delay}.")]
    public static partial void Lost(ILogger logger, string site, Uri server, TimeSpan delay);

    [LoggerMessage(5, LogLevel.Information, "The server closes the connection: {Reason}.")]
    public static partial void ClosedByServer(ILogger logger, string reason);

    [LoggerMessage(6, LogLevel.Warning, "The server violated the tunnel protocol. {Violation}")]
    public static partial void Violation(ILogger logger, string violation);

    [LoggerMessage(7, LogLevel.Error, "The server reported an error: {Error}")]
    public static partial void ErrorFromServer(ILogger logger, string error);

    [LoggerMessage(8, LogLevel.Warning, "The server sent nothing for {Limit}.")]
    public static partial void Silent(ILogger logger, TimeSpan limit);

    [LoggerMessage(9, LogLevel.Warning, "The server did not complete the handshake within {Timeout}.")]
    public static partial void HandshakeTimedOut(ILogger logger, TimeSpan timeout);

    [LoggerMessage(10, LogLevel.Error, "Another process connected as site {Site}, so this one was disconnected. Use each identifier once. The next attempt is in {Delay}.")]
    public static partial void Replaced(ILogger logger, string site, TimeSpan delay);

    [LoggerMessage(11, LogLevel.Information, "Site {Site} connects to {Server} again in {Delay}.")]
    public static partial void ConnectsAgain(ILogger logger, string site, Uri server, TimeSpan delay);

    [LoggerMessage(12, LogLevel.Information, "Site {Site} is stopped.")]
    public static partial void Stopped(ILogger logger, string site);
}
