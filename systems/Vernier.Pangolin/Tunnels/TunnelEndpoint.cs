using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Inventory;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Tunnels;

/// <summary>
/// The endpoint to which sites connect: authenticates a site by its identifier and secret (HTTP Basic), and runs its tunnel until the end. Thread-safe.
/// </summary>
internal sealed class TunnelEndpoint(TunnelHub hub, TunnelServices services)
{
    public async Task HandleAsync(HttpContext http)
    {
        var started = services.Time.GetTimestamp();
        var site = Check(http, out var rejection);
        if (site is null)
        {
            services.Metrics.TunnelConnection(rejection!.SiteId, rejection.Result);
            TunnelLog.Rejected(services.Logger, rejection.SiteId ?? "unknown", AddressOf(http), rejection.Status, rejection.Message);
            await RejectAsync(http, rejection).ConfigureAwait(false);
            return;
        }
        WebSocket socket;
        try
        {
            socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                SubProtocol = SiteProtocol.Subprotocol,
                DangerousEnableCompression = false,
                KeepAliveInterval = TimeSpan.Zero,
            }).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException)
        {
            // The site has disconnected.
            services.Metrics.TunnelConnection(site.Id, TunnelConnectionResult.ProtocolError);
            return;
        }
        using var tunnel = new SiteTunnel(site.Id, AddressOf(http), started, socket, hub, services);
        try
        {
            await tunnel.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            hub.Remove(tunnel);
        }
        if (!tunnel.IsReady)
        {
            services.Metrics.TunnelConnection(
                site.Id, tunnel.End == SiteTunnelEnd.HandshakeTimeout ? TunnelConnectionResult.Timeout : TunnelConnectionResult.ProtocolError);
        }
    }

    /// <summary>Returns the site of a request; null if it is rejected.</summary>
    private Site? Check(HttpContext http, out Rejection? rejection)
    {
        rejection = null;
        if (!services.Options.AllowInsecure && !AgentCredentials.IsEncrypted(http))
        {
            rejection = new(StatusCodes.Status403Forbidden, TunnelConnectionResult.Insecure,
                "A site on another machine must connect with https, because its secret is sent. allow_insecure in the tunnels section permits http.");
            return null;
        }
        if (http.Request.Headers.ContainsKey(HeaderNames.Origin))
        {
            rejection = new(StatusCodes.Status403Forbidden, TunnelConnectionResult.Unauthorized, "Browsers cannot open tunnels.");
            return null;
        }
        var (id, secret) = AgentCredentials.Read(http.Request);
        var site = id is null ? null : services.Inventory.Current.Sites.GetValueOrDefault(id);
        if (!AgentCredentials.IsSecret(secret, site?.SecretHash))
        {
            rejection = new(StatusCodes.Status401Unauthorized, TunnelConnectionResult.Unauthorized,
                "The site does not exist, or its secret is wrong. Send the identifier and the secret with HTTP Basic authentication.", site?.Id);
            return null;
        }
        if (!http.WebSockets.IsWebSocketRequest)
        {
            rejection = new(StatusCodes.Status426UpgradeRequired, TunnelConnectionResult.ProtocolError, "A tunnel is a WebSocket; send an upgrade request.", site!.Id);
            return null;
        }
        if (!http.WebSockets.WebSocketRequestedProtocols.Contains(SiteProtocol.Subprotocol))
        {
            rejection = new(StatusCodes.Status426UpgradeRequired, TunnelConnectionResult.ProtocolError,
                $"This server supports the WebSocket subprotocol '{SiteProtocol.Subprotocol}', which the site did not offer. Update the site or the server.", site!.Id);
            return null;
        }
        if (hub.IsStopping)
        {
            rejection = new(StatusCodes.Status503ServiceUnavailable, TunnelConnectionResult.Unavailable, "The server is stopping.", site!.Id);
            return null;
        }
        return site;
    }

    private static Task RejectAsync(HttpContext http, Rejection rejection)
    {
        var headers = http.Response.Headers;
        switch (rejection.Status)
        {
            case StatusCodes.Status401Unauthorized:
                headers.WWWAuthenticate = "Basic realm=\"tunnel\", charset=\"UTF-8\"";
                break;
            case StatusCodes.Status426UpgradeRequired:
                headers.Connection = "Upgrade";
                headers.Upgrade = "websocket";
                headers.SecWebSocketProtocol = SiteProtocol.Subprotocol;
                break;
            case StatusCodes.Status503ServiceUnavailable:
                headers.RetryAfter = "5";
                break;
        }
        return ErrorResponse.WriteAsync(http, rejection.Status, rejection.Message);
    }

    private static string? AddressOf(HttpContext http) => http.Connection.RemoteIpAddress is { } address
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
        : null;

    /// <param name="Status">The HTTP status.</param>
    /// <param name="Result">The result for the metrics.</param>
    /// <param name="Message">What is wrong, for the operator of the site.</param>
    /// <param name="SiteId">The site; null if it is unknown.</param>
    private sealed record Rejection(int Status, TunnelConnectionResult Result, string Message, string? SiteId = null);
}
