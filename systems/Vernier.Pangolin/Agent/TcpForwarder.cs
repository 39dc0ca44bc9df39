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
        await http.Response.StartAsync(http.RequestAborted).ConfigureAwait(false);

        // TCP connections may be idle for any time; the tunnel notices when the other side is gone.
        using var activity = _timeouts.Rent(Timeout.InfiniteTimeSpan, http.RequestAborted);
        using var stream = new NetworkStream(socket);
        var sending = SendAsync(http, stream, socket, activity);
        var receiving = ReceiveAsync(http, stream, activity);
        var results = await Task.WhenAll(sending, receiving).ConfigureAwait(false);
        if (results.Any(isComplete => !isComplete))
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

    private static async Task<bool> SendAsync(HttpContext http, NetworkStream stream, Socket socket, ActivityTimeout activity)
    {
        var result = await StreamCopier.CopyAsync(http.Request.Body, stream, activity, flushesWhenIdle: false, null, activity.Token).ConfigureAwait(false);
        if (result.End != CopyEnd.Complete)
        {
            activity.Cancel();
            return false;
        }
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The target has reset the connection, which the other direction reports.
        }
        return true;
    }

    private static async Task<bool> ReceiveAsync(HttpContext http, NetworkStream stream, ActivityTimeout activity)
    {
        var result = await StreamCopier.CopyAsync(stream, http.Response.Body, activity, flushesWhenIdle: false, null, activity.Token).ConfigureAwait(false);
        if (result.End != CopyEnd.Complete)
        {
            activity.Cancel();
            return false;
        }
        await http.Response.CompleteAsync().ConfigureAwait(false);
        return true;
    }
}
