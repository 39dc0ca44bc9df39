using System.Collections.Frozen;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Agent;

/// <summary>The targets of a site by name.</summary>
internal sealed class SiteTargets(PangolinSiteOptions options) : IDisposable
{
    private readonly FrozenDictionary<string, SiteTarget> _targets =
        options.Targets.ToFrozenDictionary(target => target.Key, target => new SiteTarget(target.Key, new Uri(target.Value), options));

    /// <summary>The names, ordered.</summary>
    public IReadOnlyList<string> Names => [.. _targets.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Returns a target; null if the site does not have it.</summary>
    public SiteTarget? Find(string name) => _targets.GetValueOrDefault(name);

    public void Dispose()
    {
        foreach (var target in _targets.Values)
            target.Dispose();
    }
}
