using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Vernier.Catalog;

namespace Vernier.CcProxy.Tests;

/// <summary>The catalog is complete no matter which of its classes is initialized first.</summary>
public class CatalogInitializationTests
{
    [Theory]
    [InlineData(nameof(CcProxyDefinitions))]
    [InlineData(nameof(CcProxyDashboards))]
    [InlineData(nameof(CcProxyAlerts))]
    [InlineData(nameof(CcProxyCatalog))]
    [InlineData(nameof(CcProxyMetrics))]
    public void Catalog_TypeIsInitializedFirst_IsComplete(string first)
    {
        // A separate context loads its own copy of the assembly with its own static fields.
        var context = new AssemblyLoadContext(first, isCollectible: true);
        var assembly = context.LoadFromAssemblyPath(typeof(CcProxyCatalog).Assembly.Location);
        assembly.ShouldNotBeSameAs(typeof(CcProxyCatalog).Assembly);

        RuntimeHelpers.RunClassConstructor(assembly.GetType($"Vernier.CcProxy.{first}", throwOnError: true)!.TypeHandle);
        var catalog = (MetricCatalog)assembly.GetType(typeof(CcProxyCatalog).FullName!)!.GetProperty(nameof(CcProxyCatalog.Catalog))!.GetValue(null)!;

        catalog.Metrics.Select(m => m?.Name).ShouldBe(CcProxyCatalog.Catalog.Metrics.Select(m => m.Name));
        catalog.Dashboards.Select(d => d?.Panels.Count).ShouldBe(CcProxyCatalog.Catalog.Dashboards.Select(d => (int?)d.Panels.Count));
        catalog.Alerts.Select(a => a?.Name).ShouldBe(CcProxyCatalog.Catalog.Alerts.Select(a => a.Name));
        catalog.Objectives.Select(o => o?.Name).ShouldBe(CcProxyCatalog.Catalog.Objectives.Select(o => o.Name));
        context.Unload();
    }
}
