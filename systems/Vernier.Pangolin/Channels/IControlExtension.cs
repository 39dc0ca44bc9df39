using System.Text.Json;

namespace Vernier.Pangolin.Channels;

/// <summary>
/// Uses the control channels of sites for additional messages, at the server or at the site. Messages of an extension that the other side does not have are
/// ignored there. Thread-safe.
/// </summary>
internal interface IControlExtension
{
    /// <summary>The name on both sides.</summary>
    string Name { get; }

    /// <summary>Called when a tunnel is established, before other calls for it. It must not block or throw.</summary>
    void Connected(IControlSession session);

    /// <summary>Called for each message, one at a time for a session. Slow work delays all other control messages.</summary>
    /// <exception cref="TunnelProtocolException">The message is invalid; the tunnel is closed.</exception>
    ValueTask ReceivedAsync(IControlSession session, JsonElement data);

    /// <summary>Called after the last call for a session. It must not block or throw.</summary>
    void Disconnected(IControlSession session);
}
