using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Vernier.Catalog;

namespace Vernier.AiOrchestrator.Tests;

/// <summary>The catalog is complete no matter which of its classes is initialized first.</summary>
public class CatalogInitializationTests
{
    [Theory]
    [InlineData(nameof(AiOrchestratorDefinitions))]
    [InlineData(nameof(AiOrchestratorQueries))]
    [InlineData(nameof(AiOrchestratorDashboards))]
    [InlineData(nameof(AiOrchestratorAlerts))]
    [InlineData(nameof(AiOrchestratorVerdicts))]
    [InlineData(nameof(AiOrchestratorCatalog))]
    [InlineData(nameof(AiOrchestratorMetrics))]
    public void Catalog_TypeIsInitializedFirst_IsComplete(string first)
    {
        // A separate context loads its own copy of the assembly with its own static fields.
        var context = new AssemblyLoadContext(first, isCollectible: true);
        var assembly = context.LoadFromAssemblyPath(typeof(AiOrchestratorCatalog).Assembly.Location);
        assembly.ShouldNotBeSameAs(typeof(AiOrchestratorCatalog).Assembly);

        RuntimeHelpers.RunClassConstructor(assembly.GetType($"Vernier.AiOrchestrator.{first}", throwOnError: true)!.TypeHandle);
        var catalog = (MetricCatalog)assembly.GetType(typeof(AiOrchestratorCatalog).FullName!)!.GetProperty(nameof(AiOrchestratorCatalog.Catalog))!.GetValue(null)!;

        catalog.Metrics.Select(m => m?.Name).ShouldBe(AiOrchestratorCatalog.Catalog.Metrics.Select(m => m.Name));
        catalog.Dashboards.Select(d => d?.Panels.Count).ShouldBe(AiOrchestratorCatalog.Catalog.Dashboards.Select(d => (int?)d.Panels.Count));
        catalog.Alerts.Select(a => a?.Name).ShouldBe(AiOrchestratorCatalog.Catalog.Alerts.Select(a => a.Name));
        catalog.RecordingRules.Select(r => r?.Name).ShouldBe(AiOrchestratorCatalog.Catalog.RecordingRules.Select(r => r.Name));
        catalog.Objectives.Select(o => o?.Name).ShouldBe(AiOrchestratorCatalog.Catalog.Objectives.Select(o => o.Name));
        catalog.DocumentedQueries.Select(q => q?.Expression).ShouldBe(AiOrchestratorCatalog.Catalog.DocumentedQueries.Select(q => q.Expression));
        context.Unload();
    }
}
