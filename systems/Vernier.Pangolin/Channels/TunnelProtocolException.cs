using System.Net.WebSockets;

namespace Vernier.Pangolin.Channels;

/// <summary>The other side of a tunnel has sent something that the protocol does not allow. The message contains nothing that it sent.</summary>
internal sealed class TunnelProtocolException(string message, WebSocketCloseStatus status = WebSocketCloseStatus.PolicyViolation, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>The status with which the WebSocket is closed.</summary>
    public WebSocketCloseStatus Status { get; } = status;
}
