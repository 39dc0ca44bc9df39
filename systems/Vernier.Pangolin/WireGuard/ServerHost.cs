using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.WireGuard;

/// <summary>The host name or address at which sites and clients reach the UDP ports of this server.</summary>
internal static class ServerHost
{
    public static string Of(PangolinOptions options) => options.Wireguard.Host ?? options.PublicUrl?.IdnHost ?? "localhost";
}
