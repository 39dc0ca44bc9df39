using Vernier.Catalog;

namespace Vernier.Orchestrix;

/// <summary>The catalog of Orchestrix: its metrics, dashboard, alerts and objectives, for the Toolkit and for tests.</summary>
public static class OrchestrixCatalog
{
    /// <summary>The catalog. Immutable.</summary>
    public static MetricCatalog Catalog { get; } = new("orchestrix", "Orchestrix")
    {
        Metrics =
        [
            OrchestrixDefinitions.Messages,
            OrchestrixDefinitions.MessagesPerSecond,
            OrchestrixDefinitions.HandlerDuration,
            OrchestrixDefinitions.ActiveHandlers,
            OrchestrixDefinitions.StoreOperations,
            OrchestrixDefinitions.StoreDuration,
            OrchestrixDefinitions.Errors,
        ],
        Dashboards = [OrchestrixDashboards.Dashboard],
        Alerts = OrchestrixAlerts.Alerts,
        Objectives = OrchestrixAlerts.Objectives,
        Scrape = new("orchestrix", "orchestrix-app", 8000) { Interval = TimeSpan.FromSeconds(5) },
        DocumentedQueries = OrchestrixAlerts.DocumentedQueries,
    };
}
