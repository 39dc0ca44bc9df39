using System.Net.Sockets;
using Vernier.CcProxy.Hooks;

namespace Vernier.CcProxy.Pool;

/// <summary>A connection to a provider that publishes an event when it is opened and one when it is closed.</summary>
internal sealed class ObservedConnection : NetworkStream
{
    private readonly HookBus _bus;
    private int _isClosed;

    private ObservedConnection(Socket socket, HookBus bus)
        : base(socket, ownsSocket: true)
    {
        _bus = bus;
        bus.Publish(bus.CreateContext(HookEvent.PoolConnectionCreated));
    }

    /// <summary>Opens a connection; for <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, HookBus bus, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return new ObservedConnection(socket, bus);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
            _bus.Publish(_bus.CreateContext(HookEvent.PoolConnectionClosed));
        base.Dispose(disposing);
    }
}
