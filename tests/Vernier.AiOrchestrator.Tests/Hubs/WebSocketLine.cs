using System.Net.WebSockets;
using System.Text;

namespace Vernier.AiOrchestrator.Tests.Hubs;

/// <summary>SignalR over a WebSocket, without negotiation.</summary>
internal sealed class WebSocketLine : IHubLine
{
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);

    /// <param name="address">The address of the hub with its query.</param>
    /// <param name="token">The access token for the header, or null.</param>
    public static async Task<WebSocketLine> ConnectAsync(Uri address, string? token)
    {
        var line = new WebSocketLine();
        if (token is not null)
            line._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        try
        {
            await line._socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws" }.Uri, TestContext.Current.CancellationToken);
            return line;
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    public async Task SendAsync(string text)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    public async Task<string?> ReceiveAsync()
    {
        using var text = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            try
            {
                var received = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                    return null;
                text.Write(buffer, 0, received.Count);
                if (received.EndOfMessage)
                    return Encoding.UTF8.GetString(text.ToArray());
            }
            catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                return null;
            }
        }
    }

    public void Drop() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _sending.Dispose();
        return ValueTask.CompletedTask;
    }
}
