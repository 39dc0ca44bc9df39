using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Vernier.Catalog;

namespace Vernier.Orchestrix.Tests;

/// <summary>The catalog is complete no matter which of its classes is initialized first.</summary>
public class CatalogInitializationTests
{
    [Theory]
    [InlineData(nameof(OrchestrixDefinitions))]
    [InlineData(nameof(OrchestrixDashboards))]
    [InlineData(nameof(OrchestrixAlerts))]
    [InlineData(nameof(OrchestrixCatalog))]
    [InlineData(nameof(OrchestrixMetrics))]
    public void Catalog_TypeIsInitializedFirst_IsComplete(string first)
    {
        // A separate context loads its own copy of the assembly with its own static fields.
        var context = new AssemblyLoadContext(first, isCollectible: true);
        var assembly = context.LoadFromAssemblyPath(typeof(OrchestrixCatalog).Assembly.Location);
        assembly.ShouldNotBeSameAs(typeof(OrchestrixCatalog).Assembly);

        RuntimeHelpers.RunClassConstructor(assembly.GetType($"Vernier.Orchestrix.{first}", throwOnError: true)!.TypeHandle);
        var catalog = (MetricCatalog)assembly.GetType(typeof(OrchestrixCatalog).FullName!)!.GetProperty(nameof(OrchestrixCatalog.Catalog))!.GetValue(null)!;

        catalog.Metrics.Select(m => m?.Name).ShouldBe(OrchestrixCatalog.Catalog.Metrics.Select(m => m.Name));
        catalog.Dashboards.Select(d => d?.Panels.Count).ShouldBe(OrchestrixCatalog.Catalog.Dashboards.Select(d => (int?)d.Panels.Count));
        catalog.Alerts.Select(a => a?.Name).ShouldBe(OrchestrixCatalog.Catalog.Alerts.Select(a => a.Name));
        catalog.Objectives.Select(o => o?.Name).ShouldBe(OrchestrixCatalog.Catalog.Objectives.Select(o => o.Name));
        context.Unload();
    }
}
