using System.Text.Json;

namespace Vernier.Pangolin.Channels;

/// <summary>A connected control channel, as extensions see it. Thread-safe.</summary>
internal interface IControlSession
{
    string SiteId { get; }

    /// <summary>Sends a message to the same extension on the other side.</summary>
    /// <exception cref="IOException">The connection is lost.</exception>
    Task SendAsync(string extension, JsonElement data);
}
