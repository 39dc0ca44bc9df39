using System.Net;
using System.Net.Sockets;

namespace Vernier.Pangolin.Tests.Tunnels;

/// <summary>The network between a site and a server: a TCP relay on loopback that can cut connections, or stop to carry their bytes.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _server;
    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private readonly CancellationTokenSource _disposed = new();
    private readonly Task _accepting;
    private TaskCompletionSource _open = new();

    public Relay(Uri server)
    {
        _server = server;
        _open.SetResult();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Resets all connections.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            foreach (var socket in _sockets)
                socket.Close(0);
            _sockets.Clear();
        }
    }

    /// <summary>Stops to carry bytes, without an error at either side.</summary>
    public void Stall() => _open = new TaskCompletionSource();

    /// <summary>Carries bytes again.</summary>
    public void Resume() => _open.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        _open.TrySetResult();
        _listener.Stop();
        await _accepting;
        Cut();
        _disposed.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_disposed.Token);
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                lock (_lock)
                    _sockets.AddRange([client, server]);
                await server.ConnectAsync(_server.Host, _server.Port, _disposed.Token);
                _ = CopyAsync(client, server);
                _ = CopyAsync(server, client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The relay is stopped.
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var read = await from.ReceiveAsync(buffer);
                await _open.Task;
                if (read == 0)
                    break;
                await to.SendAsync(buffer.AsMemory(0, read));
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            from.Close(0);
            to.Close(0);
        }
    }
}
