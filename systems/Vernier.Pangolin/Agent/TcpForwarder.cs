using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Vernier.Forwarding;

namespace Vernier.Pangolin.Agent;

/// <summary>
/// Connects a request with a TCP target: the request body is sent to the target, and what the target sends is the response body. Each direction ends on its
/// own. Thread-safe.
/// </summary>
internal sealed class TcpForwarder(TimeSpan connectTimeout, TimeProvider time)
{
    private readonly ActivityTimeout.Pool _timeouts = new(time);

    public async Task ForwardAsync(HttpContext http, SiteTarget target)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (await ConnectAsync(socket, target, connectTimeout, time, http.RequestAborted).ConfigureAwait(false) is { } error)
        {
            SiteErrors.Write(http, error);
            return;
        }

        // The server limits how long a connection may be idle; the tunnel ends when the server has stopped.
        using var activity = _timeouts.Rent(Timeout.InfiniteTimeSpan, http.RequestAborted);
        var client = await TunnelEnd.AcceptDuplexAsync(http).ConfigureAwait(false);
        var result = await Tunnel.RunAsync(client, TunnelEnd.Of(socket), activity, observer: null).ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            // Both sides see that the connection was not ended in order.
            socket.Close(0);
            http.Abort();
        }
    }

    /// <summary>Connects to a target. Returns why it failed; null if it is connected.</summary>
    public static async Task<ProxyError?> ConnectAsync(Socket socket, SiteTarget target, TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await socket.ConnectAsync(target.Host, target.Port, linked.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return SiteErrors.OfConnection(exception);
        }
    }
}
