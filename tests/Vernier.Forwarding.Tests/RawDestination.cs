using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vernier.Forwarding.Tests;

/// <summary>A destination that reads a request and sends fixed bytes, then closes the connection.</summary>
internal sealed class RawDestination : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource<string> _request = new();

    public RawDestination(string response)
    {
        _listener.Start();
        _ = ServeAsync(Encoding.Latin1.GetBytes(response));
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>The beginning of the first request, up to the end of its headers.</summary>
    public Task<string> RequestAsync() => _request.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>How many connections were opened.</summary>
    public int Connections { get; private set; }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(byte[] response)
    {
        while (true)
        {
            using var socket = await _listener.AcceptSocketAsync();
            Connections++;
            var text = "";
            var buffer = new byte[64 * 1024];
            while (!text.Contains("\r\n\r\n", StringComparison.Ordinal))
                text += Encoding.Latin1.GetString(buffer, 0, await socket.ReceiveAsync(buffer));
            _request.TrySetResult(text);
            await socket.SendAsync(response);
            socket.Shutdown(SocketShutdown.Send);
        }
    }
}
