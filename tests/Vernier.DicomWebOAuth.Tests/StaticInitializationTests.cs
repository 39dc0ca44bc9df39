using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Vernier.DicomWebOAuth.Tests;

/// <summary>Whichever type of the catalog is used first, the catalog is complete: static initializers must not depend on each other in a circle.</summary>
public class StaticInitializationTests
{
    public static TheoryData<string> Types => new(
        nameof(DicomWebOAuthDefinitions), nameof(DicomWebOAuthDashboards), nameof(DicomWebOAuthAlerts), nameof(DicomWebOAuthCatalog), nameof(DicomWebOAuthEndpoints));

    [Theory]
    [MemberData(nameof(Types))]
    public void Catalog_TypeIsInitializedFirst_IsComplete(string first)
    {
        var context = new AssemblyLoadContext(first, isCollectible: true);
        try
        {
            var assembly = context.LoadFromAssemblyPath(typeof(DicomWebOAuthCatalog).Assembly.Location);
            RuntimeHelpers.RunClassConstructor(TypeOf(assembly, first).TypeHandle);
            // Vernier itself is shared with the default context.
            var catalog = (Vernier.Catalog.MetricCatalog)TypeOf(assembly, nameof(DicomWebOAuthCatalog)).GetProperty(nameof(DicomWebOAuthCatalog.Catalog))!.GetValue(null)!;

            catalog.ShouldNotBeSameAs(DicomWebOAuthCatalog.Catalog);
            catalog.Metrics.Count.ShouldBe(DicomWebOAuthCatalog.Catalog.Metrics.Count);
            catalog.Metrics.ShouldAllBe(metric => metric != null);
            catalog.Dashboards.ShouldHaveSingleItem().ShouldNotBeNull().Panels.Count.ShouldBe(DicomWebOAuthCatalog.Catalog.Dashboards[0].Panels.Count);
            catalog.Alerts.Select(alert => $"{alert.Name} {alert.Expression}").ShouldBe(DicomWebOAuthCatalog.Catalog.Alerts.Select(alert => $"{alert.Name} {alert.Expression}"));
            catalog.Objectives.Count.ShouldBe(DicomWebOAuthCatalog.Catalog.Objectives.Count);
            catalog.DocumentedQueries.Select(query => $"{query.Instead}").ShouldBe(DicomWebOAuthCatalog.Catalog.DocumentedQueries.Select(query => $"{query.Instead}"));
            catalog.Scrape.ShouldNotBeNull().Path.ShouldBe(DicomWebOAuthEndpoints.MetricsPath);
        }
        finally
        {
            context.Unload();
        }
    }

    private static Type TypeOf(Assembly assembly, string name) => assembly.GetType($"{typeof(DicomWebOAuthCatalog).Namespace}.{name}", throwOnError: true)!;
}
