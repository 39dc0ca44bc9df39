using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.SignalR;

/// <summary>A TCP proxy on loopback that can lose its connections, and refuse WebSockets as some company proxies do.</summary>
internal sealed class UnreliableNetwork : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _target;
    private readonly ConcurrentDictionary<Socket, bool> _sockets = [];
    private readonly Task _accepting;
    private volatile bool _isDown;
    private int _refused;

    public UnreliableNetwork(Uri target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Whether requests that upgrade the connection to a WebSocket get 403.</summary>
    public bool RefusesWebSockets { get; init; }

    /// <summary>The number of refused WebSockets.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Resets all connections, and the new ones until <see cref="GoUp"/>.</summary>
    public void GoDown()
    {
        _isDown = true;
        foreach (var socket in _sockets.Keys)
            socket.Close(timeout: 0);
    }

    public void GoUp() => _isDown = false;

    public async ValueTask DisposeAsync()
    {
        GoDown();
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = RelayAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The listener is closed.
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _sockets[client] = _sockets[server] = true;
        try
        {
            if (_isDown)
                return;
            var buffer = new byte[16 * 1024];
            var count = await client.ReceiveAsync(buffer);
            if (RefusesWebSockets && Encoding.ASCII.GetString(buffer, 0, count).Contains("Upgrade: websocket", StringComparison.OrdinalIgnoreCase))
            {
                Interlocked.Increment(ref _refused);
                await client.SendAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
                return;
            }
            await server.ConnectAsync(IPAddress.Loopback, _target.Port);
            await server.SendAsync(buffer.AsMemory(0, count));
            await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The connection is lost.
        }
        finally
        {
            client.Close(timeout: 0);
            _sockets.TryRemove(client, out _);
            _sockets.TryRemove(server, out _);
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
                await to.SendAsync(buffer.AsMemory(0, count));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The connection is lost.
        }
    }
}
