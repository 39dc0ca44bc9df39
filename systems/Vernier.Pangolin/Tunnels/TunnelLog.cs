using Microsoft.Extensions.Logging;

namespace Vernier.Pangolin.Tunnels;

/// <summary>The log messages of tunnels.</summary>
internal static partial class TunnelLog
{
    [LoggerMessage(1, LogLevel.Information, "Site {Site} connected from {Address}, version {Version}.")]
    public static partial void Connected(ILogger logger, string site, string? address, string version);

    /// <summary>A warning, because the loss of the connection is one.</summary>
    [LoggerMessage(12, LogLevel.Warning, "Site {Site} is connected again from {Address}, version {Version}.")]
    public static partial void Reconnected(ILogger logger, string site, string? address, string version);

    [LoggerMessage(2, LogLevel.Warning, "Site {Site} lost its connection: {Cause}. Its resources are unavailable until it connects again.")]
    public static partial void Disconnected(ILogger logger, string site, string cause);

    [LoggerMessage(3, LogLevel.Information, "Site {Site} disconnected.")]
    public static partial void Closed(ILogger logger, string site);

    [LoggerMessage(4, LogLevel.Information, "Site {Site} closes its connection: {Reason}.")]
    public static partial void ClosedBySite(ILogger logger, string site, string reason);

    [LoggerMessage(5, LogLevel.Warning, "Site {Site} violated the tunnel protocol; its connection is closed. {Violation}")]
    public static partial void Violation(ILogger logger, string site, string violation);

    [LoggerMessage(6, LogLevel.Warning, "Site {Site} reported an error: {Error}")]
    public static partial void ErrorFromSite(ILogger logger, string site, string error);

    [LoggerMessage(7, LogLevel.Warning, "Site {Site} did not complete the handshake within {Timeout}; its connection is closed.")]
    public static partial void HandshakeTimedOut(ILogger logger, string site, TimeSpan timeout);

    [LoggerMessage(8, LogLevel.Warning, "Site {Site} sent nothing for {Timeout} after a ping; its connection is closed.")]
    public static partial void Silent(ILogger logger, string site, TimeSpan timeout);

    [LoggerMessage(9, LogLevel.Warning, "Site {Site} connected while its previous connection was open; the previous one is closed. If this repeats, two sites use the same identifier.")]
    public static partial void Replaced(ILogger logger, string site);

    [LoggerMessage(10, LogLevel.Warning, "A connection of site '{Site}' from {Address} was rejected with status {Status}: {Reason}")]
    public static partial void Rejected(ILogger logger, string site, string? address, int status, string reason);

    [LoggerMessage(11, LogLevel.Warning,
        "The runtime setting {Switch} is not true, so the buffers of downloads through tunnels grow up to 16 MiB each. A few clients that do not read can then stop all "
        + "downloads of a site. Set it in the project file of the application.")]
    public static partial void DynamicWindows(ILogger logger, string @switch);
}
