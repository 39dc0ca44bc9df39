using Vernier.Pangolin.WireGuard.HolePunching;

namespace Vernier.Pangolin.WireGuard;

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
}
