using System.Net.Sockets;
using Vernier.CcProxy.Hooks;

namespace Vernier.CcProxy.Pool;

/// <summary>A connection to a provider that says when it is closed, whoever closes it.</summary>
internal sealed class CountedConnection : NetworkStream
{
    private readonly HookBus _bus;
    private int _closed;

    private CountedConnection(Socket socket, HookBus bus)
        : base(socket, ownsSocket: true)
    {
        _bus = bus;
        bus.Publish(bus.Now(HookEvent.PoolConnectionCreated));
    }

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, HookBus bus, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return new CountedConnection(socket, bus);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
            _bus.Publish(_bus.Now(HookEvent.PoolConnectionClosed));
        base.Dispose(disposing);
    }
}
