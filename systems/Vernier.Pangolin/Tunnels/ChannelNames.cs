using System.Text.Json;

namespace Vernier.Pangolin.Tunnels;

/// <summary>The names of control messages.</summary>
internal static class ChannelNames
{
    /// <summary>Returns the type in the JSON of a message.</summary>
    public static string Of(TunnelMessage message) => JsonNamingPolicy.SnakeCaseLower.ConvertName(message.ToString());
}
