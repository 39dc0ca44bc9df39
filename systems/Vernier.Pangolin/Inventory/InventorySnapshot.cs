using System.Collections.Frozen;

namespace Vernier.Pangolin.Inventory;

/// <summary>All sites and resources at one time. Immutable.</summary>
internal sealed class InventorySnapshot
{
    public static readonly InventorySnapshot Empty = new([], []);

    public InventorySnapshot(IReadOnlyList<Site> sites, IReadOnlyList<Resource> resources)
    {
        Sites = sites.ToFrozenDictionary(site => site.Id);
        Resources = resources.ToFrozenDictionary(resource => resource.Id);
        ByHost = resources.Where(resource => resource.Host is not null).ToFrozenDictionary(resource => resource.Host!, StringComparer.OrdinalIgnoreCase);
    }

    public FrozenDictionary<string, Site> Sites { get; }

    public FrozenDictionary<string, Resource> Resources { get; }

    /// <summary>The HTTP resources by their host names.</summary>
    public FrozenDictionary<string, Resource> ByHost { get; }
}
