using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Vernier.Services.Web;

/// <summary>Where a request comes from.</summary>
internal static class ClientAddress
{
    /// <summary>
    /// Whether the client is on this machine and connects without a proxy. A forwarding header, also the X-Original-For that the forwarded headers
    /// middleware leaves, indicates a proxy; an unknown address is not loopback.
    /// </summary>
    public static bool IsDirectLoopback(HttpContext http) =>
        IsLoopback(http.Connection.RemoteIpAddress) && !http.Request.Headers.Any(header => IsForwarding(header.Key));

    /// <summary>Identifies the client for rate limits. IPv6 clients own a network of 64 bits and share a partition.</summary>
    public static string PartitionOf(HttpContext http) => PartitionOf(http.Connection.RemoteIpAddress);

    /// <inheritdoc cref="PartitionOf(HttpContext)"/>
    public static string PartitionOf(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"{Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))}/64"
            : address.ToString();
    }

    /// <summary>Whether an address is on this machine; an unknown address is not.</summary>
    public static bool IsLoopback(IPAddress? address) =>
        address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsForwarding(string header) => header.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
        || header.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase);
}
