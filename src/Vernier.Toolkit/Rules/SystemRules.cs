using Vernier.Catalog;

namespace Vernier.Toolkit.Rules;

/// <summary>The rules of a system: those of the catalog, and those derived from its objectives.</summary>
internal sealed class SystemRules
{
    public SystemRules(MetricCatalog catalog)
    {
        Catalog = catalog;
        Objectives = [.. catalog.Objectives.Select(slo => new SloRules(slo))];
        Alerts = [.. catalog.Alerts, .. Objectives.SelectMany(slo => slo.Alerts)];
    }

    public MetricCatalog Catalog { get; }

    public IReadOnlyList<SloRules> Objectives { get; }

    /// <summary>The alerts of the catalog and of its objectives.</summary>
    public IReadOnlyList<AlertDefinition> Alerts { get; }

    public bool Any => Alerts.Count + Catalog.RecordingRules.Count > 0;
}
