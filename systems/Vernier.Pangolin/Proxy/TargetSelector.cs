using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Tunnels;

namespace Vernier.Pangolin.Proxy;

/// <summary>Selects backends at random, in proportion to their weights. Thread-safe.</summary>
internal sealed class TargetSelector(BackendHealth health)
{
    /// <summary>Selects a backend that is healthy and not draining; null if there is none.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="tried">The names of backends that are not selected again; null for none.</param>
    public Target? Select(Resource resource, IReadOnlyCollection<string>? tried = null)
    {
        var total = 0;
        Target? only = null;
        foreach (var target in resource.Targets)
        {
            if (!IsEligible(resource, target, tried))
                continue;
            total += target.Weight;
            only = target;
        }
        if (only is null || only.Weight == total)
            return only;

        // The health may change between both passes; the last eligible one of the first pass is then used.
        var ticket = Random.Shared.Next(total);
        foreach (var target in resource.Targets)
        {
            if (IsEligible(resource, target, tried) && (ticket -= target.Weight) < 0)
                return target;
        }
        return only;
    }

    private bool IsEligible(Resource resource, Target target, IReadOnlyCollection<string>? tried) =>
        !target.Draining && tried?.Contains(target.Name) != true && health.IsHealthy(resource.SiteId, target.Name);
}
