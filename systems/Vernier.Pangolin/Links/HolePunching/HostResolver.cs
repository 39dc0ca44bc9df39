using System.Net;
using System.Net.Sockets;
using Vernier.Pangolin.Links.Interfaces;

namespace Vernier.Pangolin.Links.HolePunching;

/// <summary>Resolves the host of a server for UDP.</summary>
internal static class HostResolver
{
    /// <summary>Returns an endpoint, with an IPv4 address if the host has one: behind NAT routers, IPv4 is what both sides have.</summary>
    /// <exception cref="WireGuardException">The host name is not known.</exception>
    public static async Task<IPEndPoint> ResolveAsync(string host, int port, CancellationToken cancellation)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false);
            return new IPEndPoint(addresses.OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First(), port);
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException)
        {
            throw new WireGuardException($"The host name '{host}' of the server cannot be resolved: {exception.Message}", exception);
        }
    }
}
