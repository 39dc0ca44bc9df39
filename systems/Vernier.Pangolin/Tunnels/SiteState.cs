namespace Vernier.Pangolin.Tunnels;

/// <summary>The connection of a site to a server.</summary>
/// <param name="Online">Whether the site is connected over at least one transport.</param>
/// <param name="Transports">The transports over which it is connected.</param>
/// <param name="Since">Since when it has been online or offline; null if it was not connected since this server started.</param>
/// <param name="RemoteAddress">The address from which the site connected last; null if unknown.</param>
/// <param name="Version">The version of its agent; null if unknown.</param>
/// <param name="Targets">The last health check result of each target: true if healthy. Empty while the site is offline.</param>
internal sealed record SiteState(
    bool Online, IReadOnlyList<Transport> Transports, DateTimeOffset? Since, string? RemoteAddress, string? Version, IReadOnlyDictionary<string, bool> Targets)
{
    /// <summary>Identifies the other server to which the site is connected; null if it is this one.</summary>
    public string? Server { get; init; }

    public static readonly SiteState Unknown = new(false, [], null, null, null, new Dictionary<string, bool>());
}

/// <summary>What a site reports about itself when it connects.</summary>
/// <param name="RemoteAddress">The address from which it connects; null if unknown.</param>
/// <param name="Version">The version of its agent; null if unknown.</param>
/// <param name="Region">Its region; null if it has none.</param>
internal sealed record SiteDescription(string? RemoteAddress, string? Version, string? Region);
