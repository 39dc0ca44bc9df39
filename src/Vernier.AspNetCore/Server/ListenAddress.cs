using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Vernier.AspNetCore.Server;

/// <summary>Tells Kestrel where to listen.</summary>
internal static class ListenAddress
{
    /// <summary>The address that is meant; null for all of them (<c>*</c>).</summary>
    /// <exception cref="SocketException">The name is not known.</exception>
    public static async Task<IPAddress?> ResolveAsync(string address, CancellationToken cancellation) => address switch
    {
        "*" => null,
        "localhost" => IPAddress.Loopback,
        _ when IPAddress.TryParse(address.Trim('[', ']'), out var ip) => ip,
        _ => (await Dns.GetHostAddressesAsync(address, cancellation).ConfigureAwait(false))[0],
    };

    public static void Listen(KestrelServerOptions kestrel, IPAddress? address, MetricsServerOptions options)
    {
        var configure = options.ConfigureListener ?? (static _ => { });
        if (address is null)
            kestrel.ListenAnyIP(options.Port, configure);
        else if (options.Address == "localhost" && options.Port != 0)
            kestrel.ListenLocalhost(options.Port, configure); // Both loopbacks; without a stated port they could not have the same one.
        else
            kestrel.Listen(address, options.Port, configure);
    }
}
