using System.Net;
using System.Net.Sockets;

namespace Vernier.Pangolin.Configuration;

/// <summary>The rule for the network of addresses inside the tunnels.</summary>
internal static class WireGuardNetwork
{
    /// <summary>Returns what is allowed if a text is not a valid network; otherwise null.</summary>
    public static string? RuleOf(string text) =>
        IPNetwork.TryParse(text, out var network) && network.BaseAddress.AddressFamily == AddressFamily.InterNetwork && network.PrefixLength is >= 8 and <= 28
            ? null
            : "must be an IPv4 network with a length of 8 to 28 bits, such as 10.213.0.0/16";
}
