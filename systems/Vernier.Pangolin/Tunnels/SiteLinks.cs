namespace Vernier.Pangolin.Tunnels;

/// <summary>Finds the best link of a site. Thread-safe.</summary>
internal sealed class SiteLinks(IEnumerable<ISiteLinkSource> sources)
{
    private readonly ISiteLinkSource[] _sources = [.. sources.OrderBy(source => source.Priority)];

    /// <summary>Returns a link of this server that is ready for requests; null if the site is not connected to this server.</summary>
    public ISiteLink? FindLocal(string siteId) => _sources.Select(source => source.Find(siteId)).FirstOrDefault(link => link is { IsLocal: true });

    /// <summary>Returns a link that is ready for requests; null if the site is not connected.</summary>
    public ISiteLink? Find(string siteId)
    {
        foreach (var source in _sources)
        {
            if (source.Find(siteId) is { } link)
                return link;
        }
        return null;
    }
}
