using System.Net.WebSockets;
using System.Text;

namespace Vernier.Host.Demo.SignalR;

/// <summary>SignalR over a WebSocket, without negotiation (aspnetcore/src/SignalR/docs/specs/TransportProtocols.md).</summary>
internal sealed class WebSocketTransport : IHubTransport
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[4096];

    private WebSocketTransport()
    {
    }

    /// <param name="hub">The URL of the hub, with http or https.</param>
    /// <param name="token">The access token.</param>
    /// <param name="cancellation">Cancels the connect.</param>
    public static async Task<WebSocketTransport> ConnectAsync(Uri hub, string token, CancellationToken cancellation)
    {
        var transport = new WebSocketTransport();
        try
        {
            transport._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            transport._socket.Options.Proxy = null;
            var address = new UriBuilder(hub) { Scheme = hub.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs };
            await transport._socket.ConnectAsync(address.Uri, cancellation).ConfigureAwait(false);
            return transport;
        }
        catch
        {
            transport._socket.Dispose();
            throw;
        }
    }

    public Task SendAsync(string text, CancellationToken cancellation) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellation);

    public async Task<string?> ReceiveAsync(CancellationToken cancellation)
    {
        using var message = new MemoryStream();
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer, cancellation).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(_buffer, 0, part.Count);
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length);
        }
    }

    public void Drop() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (WebSocketException)
        {
            // The connection is already closed.
        }
        _socket.Dispose();
    }
}
