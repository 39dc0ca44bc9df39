using System.Text.Json;

namespace Vernier.Pangolin.Tunnels;

/// <summary>A feature that exchanges messages with sites over the control channel. Its methods must not block or throw. Thread-safe.</summary>
internal interface ISiteExtension
{
    /// <summary>The name of the feature in control messages.</summary>
    string Name { get; }

    /// <summary>A site has connected; a previous channel of the site is not used any more.</summary>
    void Connected(ISiteChannel channel);

    /// <summary>A site has sent a message. It is valid JSON of any content.</summary>
    void Received(ISiteChannel channel, JsonElement message);

    /// <summary>A channel was closed.</summary>
    void Disconnected(ISiteChannel channel);
}
