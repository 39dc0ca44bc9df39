using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using Vernier.Pangolin.Links.HolePunching;
using Vernier.Pangolin.Links.Interfaces;

namespace Vernier.Pangolin.Links.Direct;

/// <summary>The request of a client for a direct connection.</summary>
internal sealed record DirectConnectionRequest
{
    /// <summary>The identifier of the resource.</summary>
    public string Resource { get; init; } = "";

    /// <summary>The target of the resource; null for a healthy one, selected by weight.</summary>
    public string? Target { get; init; }

    /// <summary>The WireGuard public key of the client for this connection.</summary>
    public string PublicKey { get; init; } = "";
}

/// <summary>What a client needs to establish a direct connection.</summary>
internal sealed record DirectConnectionResponse
{
    public Guid Id { get; init; }

    public string SiteId { get; init; } = "";

    /// <summary>The target that the connection reaches.</summary>
    public string Target { get; init; } = "";

    /// <summary>The Base64 form of the key for the client's <see cref="HolePunchMessage"/>s.</summary>
    public string Key { get; init; } = "";

    /// <summary>The host name or address of the server for hole punching.</summary>
    public string Host { get; init; } = "";

    /// <summary>The UDP port of the server for hole punching.</summary>
    public int Port { get; init; }

    /// <summary>The time of the server in Unix milliseconds.</summary>
    public long ServerTime { get; init; }

    /// <summary>The public key of the site for this connection.</summary>
    public string SitePublicKey { get; init; } = "";

    /// <summary>The address of the site inside the connection.</summary>
    public string SiteAddress { get; init; } = "";

    /// <summary>The address of the client inside the connection.</summary>
    public string ClientAddress { get; init; } = "";

    /// <summary>Whether a client can use the values.</summary>
    internal bool IsValid => Uri.CheckHostName(Host) != UriHostNameType.Unknown && Port is > 0 and <= 65_535 && WireGuardKeys.IsValid(SitePublicKey)
        && Base64.IsValid(Key, out var length) && length == HolePunchMessage.KeySize && IsAddress(SiteAddress) && IsAddress(ClientAddress);

    private static bool IsAddress(string address) => IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetwork;
}
