using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vernier.Testing.Bodies;

/// <summary>A server that reads the headers of one request on each connection, sends fixed bytes, and ends its data.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public RawServer(string response)
    {
        _listener.Start();
        _ = ServeAsync(Encoding.Latin1.GetBytes(response));
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(byte[] response)
    {
        while (true)
        {
            using var socket = await _listener.AcceptSocketAsync();
            var text = "";
            var buffer = new byte[64 * 1024];
            while (!text.Contains("\r\n\r\n", StringComparison.Ordinal) && await socket.ReceiveAsync(buffer) is var read and > 0)
                text += Encoding.Latin1.GetString(buffer, 0, read);
            await socket.SendAsync(response);
            socket.Shutdown(SocketShutdown.Send);
        }
    }
}
