using Vernier.Catalogue;

namespace Vernier.Toolkit.Rules;

/// <summary>All rules of a system: its own, and those that follow from its objectives.</summary>
internal sealed class SystemRules
{
    public SystemRules(MetricCatalogue catalogue)
    {
        Catalogue = catalogue;
        Objectives = [.. catalogue.Objectives.Select(slo => new SloRules(slo))];
        Alerts = [.. catalogue.Alerts, .. Objectives.SelectMany(slo => slo.Alerts)];
    }

    public MetricCatalogue Catalogue { get; }

    public IReadOnlyList<SloRules> Objectives { get; }

    /// <summary>The catalogue's alerts, and those of its objectives.</summary>
    public IReadOnlyList<AlertDefinition> Alerts { get; }

    public bool Any => Alerts.Count + Catalogue.RecordingRules.Count > 0;
}
