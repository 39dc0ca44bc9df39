using System.Collections.Immutable;

namespace Vernier.Pangolin;

/// <summary>
/// What was removed since the start of the server. Requests and tunnels in progress end after their resource, backend or site was removed, and would
/// otherwise create its series again. Thread-safe.
/// </summary>
internal sealed class RemovedEntities
{
    private ImmutableHashSet<Entity> _removed = [];

    public void Remove(string? site = null, string? resource = null, string? backend = null) =>
        ImmutableInterlocked.Update(ref _removed, static (set, entity) => set.Add(entity), new Entity(site, resource, backend));

    /// <summary>An entity with the same name was created again.</summary>
    public void Restore(string? site = null, string? resource = null, string? backend = null) =>
        ImmutableInterlocked.Update(ref _removed, static (set, entity) => set.Remove(entity), new Entity(site, resource, backend));

    /// <summary>Whether a site was removed.</summary>
    public bool HasSite(string site) => Has(new(site, null, null));

    /// <summary>Whether a resource or its site was removed.</summary>
    public bool HasResource(string site, string resource) => Has(new(null, resource, null)) || HasSite(site);

    /// <summary>Whether a backend or its site was removed.</summary>
    public bool HasBackend(string site, string backend) => Has(new(site, null, backend)) || HasSite(site);

    private bool Has(Entity entity)
    {
        var removed = Volatile.Read(ref _removed);
        return !removed.IsEmpty && removed.Contains(entity);
    }

    private readonly record struct Entity(string? Site, string? Resource, string? Backend);
}
