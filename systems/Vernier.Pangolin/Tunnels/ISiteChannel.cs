using System.Text.Json;

namespace Vernier.Pangolin.Tunnels;

/// <summary>The control channel of a site. Thread-safe.</summary>
internal interface ISiteChannel
{
    string SiteId { get; }

    /// <summary>Sends a message of a feature. Does nothing once the channel is closed.</summary>
    Task SendAsync(string extension, JsonElement message, CancellationToken cancellation);
}
