using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Vernier.Forwarding;

/// <summary>One side of a <see cref="Tunnel"/>: the bytes that it sends, and the bytes that it receives. The caller closes the connection.</summary>
/// <param name="input">The bytes from this side. A read of 0 bytes is the end of its data.</param>
/// <param name="output">The bytes to this side; may be the same stream.</param>
/// <param name="endOutput">Signals the end of data to this side while its own data continues (half-close); null if the protocol cannot do that.</param>
internal sealed class TunnelEnd(Stream input, Stream output, Func<ValueTask>? endOutput)
{
    public Stream Input { get; } = input;

    public Stream Output { get; } = output;

    public Func<ValueTask>? EndOutput { get; } = endOutput;

    /// <summary>Creates the end of a connected socket.</summary>
    public static TunnelEnd Of(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: false);
        return new TunnelEnd(stream, stream, () =>
        {
            socket.Shutdown(SocketShutdown.Send);
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>Accepts a request of a client with <see cref="DuplexContent"/>. The connection lasts until the request handler returns.</summary>
    public static async Task<TunnelEnd> AcceptDuplexAsync(HttpContext http)
    {
        await http.Response.Body.FlushAsync().ConfigureAwait(false);
        return new TunnelEnd(http.Request.Body, http.Response.Body, () => new ValueTask(http.Response.CompleteAsync()));
    }

    /// <summary>
    /// Accepts a client's extended CONNECT or upgrade with the headers of the response. The connection lasts until the request handler returns. With
    /// HTTP/2 half-close works; with HTTP/1.1 it does not.
    /// </summary>
    public static async Task<TunnelEnd> AcceptAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
        {
            var accepted = await connect.AcceptAsync().ConfigureAwait(false);
            await accepted.FlushAsync().ConfigureAwait(false);
            return new TunnelEnd(accepted, accepted, () => new ValueTask(http.Response.CompleteAsync()));
        }
        var upgraded = await http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync().ConfigureAwait(false);
        return new TunnelEnd(upgraded, upgraded, null);
    }
}
