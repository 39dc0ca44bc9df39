using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Tunnels;

namespace Vernier.Pangolin.Console.Api;

/// <summary>A site in the responses of the API.</summary>
/// <param name="Id">The identifier.</param>
/// <param name="Name">The name.</param>
/// <param name="Region">The region; empty if it has none.</param>
/// <param name="Created">When the site was created.</param>
/// <param name="Online">Whether the site is connected.</param>
/// <param name="Transports">How it is connected.</param>
/// <param name="Since">Since when it has been online or offline.</param>
/// <param name="RemoteAddress">The address from which it connected last.</param>
/// <param name="Version">The version of its agent.</param>
/// <param name="Targets">The last health check of each target: true if healthy.</param>
internal sealed record SiteView(
    string Id,
    string Name,
    string Region,
    DateTimeOffset Created,
    bool Online,
    IReadOnlyList<Transport> Transports,
    DateTimeOffset? Since,
    string? RemoteAddress,
    string? Version,
    IReadOnlyDictionary<string, bool> Targets)
{
    public static SiteView Of(Site site, SiteState state) => new(
        site.Id,
        site.Name,
        site.Region,
        DateTimeOffset.FromUnixTimeMilliseconds(site.Created),
        state.Online,
        state.Transports,
        state.Since,
        state.RemoteAddress,
        state.Version,
        state.Targets);
}

/// <summary>A site with its new secret, which is not available later. Not a record, whose text would contain the secret.</summary>
internal sealed class NewSiteView(SiteView site, string secret, string command)
{
    public SiteView Site { get; } = site;

    /// <summary>The secret.</summary>
    public string Secret { get; } = secret;

    /// <summary>The command line that connects the site; the secret is in a file.</summary>
    public string Command { get; } = command;
}
