using System.Net.Sockets;
using System.Text;

namespace Vernier.Testing.Bodies;

/// <summary>A connection on which a test sends bytes that no HTTP library sends.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private RawClient()
    {
    }

    public static async Task<RawClient> ConnectAsync(Uri address)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>Sends a text as Latin-1. A server that has closed the connection already is not an error: its response is still readable.</summary>
    public async Task SendAsync(string text)
    {
        try
        {
            await _socket.SendAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);
        }
        catch (SocketException)
        {
        }
    }

    /// <summary>Ends the data of this side; the server can still respond.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Reads until the server closes or resets the connection.</summary>
    public Task<string> ReadToEndAsync() => ReadUntilAsync(_ => false);

    /// <summary>Reads one response up to the end of its headers, and what has arrived of its body.</summary>
    public Task<string> ReadHeadAsync() => ReadUntilAsync(text => text.Contains("\r\n\r\n", StringComparison.Ordinal));

    public void Dispose() => _socket.Dispose();

    private async Task<string> ReadUntilAsync(Func<string, bool> isEnd)
    {
        var text = "";
        var buffer = new byte[16 * 1024];
        try
        {
            while (!isEnd(text) && await _socket.ReceiveAsync(buffer).WithTimeout() is var read and > 0)
                text += Encoding.Latin1.GetString(buffer, 0, read);
        }
        catch (SocketException)
        {
            // A reset also ends the response.
        }
        return text;
    }
}
