using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Vernier.Pangolin.Channels;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Tunnels;

/// <summary>A site that sends whatever a test wants.</summary>
internal sealed class RawSite : IAsyncDisposable
{
    public const string Hello = """{"type":"hello","version":"1.0","previous":"none","targets":["web"]}""";

    private readonly ClientWebSocket _socket = new();

    /// <summary>Opens the WebSocket, without a handshake.</summary>
    public static async Task<RawSite> ConnectAsync(PangolinHost host, string id)
    {
        var site = new RawSite();
        site._socket.Options.AddSubProtocol(SiteProtocol.Subprotocol);
        site._socket.Options.SetRequestHeader("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{PangolinHost.Secret}")));
        await site._socket.ConnectAsync(new Uri(host.Address.ToString().Replace("http", "ws", StringComparison.Ordinal) + "api/v1/tunnel"), TestContext.Current.CancellationToken);
        return site;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type, bool isEnd = true) =>
        _socket.SendAsync(bytes, type, isEnd, TestContext.Current.CancellationToken).WithTimeout();

    /// <summary>Receives the next control message; null if the WebSocket was closed.</summary>
    public async Task<JsonElement?> ReceiveAsync()
    {
        var buffer = new byte[ControlFormat.MaxBytes];
        var length = 0;
        while (true)
        {
            var result = await _socket.ReceiveAsync(buffer.AsMemory(length), TestContext.Current.CancellationToken).AsTask().WithTimeout();
            if (result.MessageType == WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
                return null;
            }
            length += result.Count;
            if (result.EndOfMessage)
                return JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement;
        }
    }

    /// <summary>Receives until the end. Returns the status and the error of the server.</summary>
    public async Task<(WebSocketCloseStatus? Status, string? Error)> ReceiveToEndAsync()
    {
        string? error = null;
        try
        {
            while (await ReceiveAsync() is { } message)
            {
                if (message.GetProperty("type").GetString() == "error")
                    error = message.GetProperty("message").GetString();
            }
        }
        catch (WebSocketException)
        {
            // The server has cut the connection.
        }
        return (_socket.CloseStatus, error);
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
