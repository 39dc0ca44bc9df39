using System.Net.Sockets;
using System.Text;
using Vernier.Testing;

namespace Vernier.AspNetCore.Tests.Support;

/// <summary>A raw HTTP client that can misbehave.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;

    private RawConnection(Socket socket) => _socket = socket;

    /// <summary>Connects and sends a request for a path.</summary>
    public static Task<RawConnection> RequestAsync(Uri server, string path) => SendAsync(server, $"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\n\r\n");

    /// <summary>Connects and sends any bytes.</summary>
    public static async Task<RawConnection> SendAsync(Uri server, string text)
    {
        // Small, so that the network cannot buffer a whole response.
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        return new RawConnection(socket);
    }

    /// <summary>Reads the first line of the response, with at most 64 bytes.</summary>
    public async Task<string> ReadStatusLineAsync()
    {
        var buffer = new byte[64];
        var length = await _socket.ReceiveAsync(buffer, SocketFlags.None).WithTimeout();
        return Encoding.ASCII.GetString(buffer, 0, length).Split('\r')[0];
    }

    /// <summary>Reads until the server closes or aborts the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await _socket.ReceiveAsync(buffer, SocketFlags.None).WithTimeout() is > 0 and var length)
                text.Append(Encoding.ASCII.GetString(buffer, 0, length));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Kestrel aborts the connection after a failure within a response.
        }
        return text.ToString();
    }

    /// <summary>Disconnects, gracefully or with a reset.</summary>
    public void Dispose() => _socket.Close(0);
}
