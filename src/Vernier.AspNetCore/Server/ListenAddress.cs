using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Vernier.AspNetCore.Server;

/// <summary>Resolves and configures the address that Kestrel listens on.</summary>
internal static class ListenAddress
{
    /// <summary>Resolves an address; null for all addresses (<c>*</c>).</summary>
    /// <exception cref="SocketException">The host name cannot be resolved.</exception>
    public static async Task<IPAddress?> ResolveAsync(string address, CancellationToken cancellation) => address switch
    {
        "*" => null,
        "localhost" => IPAddress.Loopback,
        _ when IPAddress.TryParse(address, out var ip) => ip,
        _ => (await Dns.GetHostAddressesAsync(address, cancellation).ConfigureAwait(false))[0],
    };

    public static void Listen(KestrelServerOptions kestrel, IPAddress? address, MetricsServerOptions options)
    {
        var configure = options.ConfigureListener ?? (static _ => { });
        if (address is null)
            kestrel.ListenAnyIP(options.Port, configure);
        else if (options.Address == "localhost" && options.Port != 0)
            kestrel.ListenLocalhost(options.Port, configure); // Both loopback addresses. With port 0 they could get different ports.
        else
            kestrel.Listen(address, options.Port, configure);
    }
}
