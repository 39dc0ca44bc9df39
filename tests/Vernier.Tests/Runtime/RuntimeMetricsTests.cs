using System.Runtime;
using System.Runtime.InteropServices;
using Vernier.Runtime;

namespace Vernier.Tests.Runtime;

public class RuntimeMetricsTests
{
    private readonly MetricRegistry _registry = new(new MetricRegistryOptions { SelfMetrics = false });

    [Fact]
    public void AddRuntimeMetrics_EmptyRegistry_AddsTheWholeCatalog()
    {
        _registry.AddRuntimeMetrics().ShouldBeSameAs(_registry);

        _registry.Families.Select(f => f.Definition).ShouldBe(RuntimeCatalog.Catalog.Metrics.OrderBy(m => m.Name, StringComparer.Ordinal));
        var text = Samples.Of(_registry).Text;
        foreach (var metric in RuntimeCatalog.Catalog.Metrics)
            text.ShouldMatch($"(?m)^{metric.Name}[ {{]", metric.Name);
    }

    [Fact]
    public void AddRuntimeMetrics_Again_ChangesNothing()
    {
        _registry.AddRuntimeMetrics();
        var families = _registry.Families.Count;

        Parallel.For(0, 8, _ => _registry.AddRuntimeMetrics());

        _registry.Families.Count.ShouldBe(families);
    }

    [Fact]
    public void AddRuntimeMetrics_Concurrently_AddsThemOnce()
    {
        Parallel.For(0, 8, _ => _registry.AddRuntimeMetrics());

        _registry.Families.Count.ShouldBe(RuntimeCatalog.Catalog.Metrics.Count);
    }

    [Fact]
    public void AddRuntimeMetrics_WithProcessMetrics_DoNotClash()
    {
        _registry.AddProcessMetrics().AddRuntimeMetrics();

        _registry.Families.Count.ShouldBe(ProcessCatalog.Catalog.Metrics.Count + RuntimeCatalog.Catalog.Metrics.Count);
    }

    [Fact]
    public void AddRuntimeMetrics_NameIsTaken_Throws()
    {
        _registry.Gauge(new GaugeDefinition("dotnet_timers", "Mine."));

        Should.Throw<MetricClashException>(() => _registry.AddRuntimeMetrics()).Message.ShouldContain("dotnet_timers");
    }

    [Fact]
    public void Types_DecreasingValues_AreGauges()
    {
        MetricDefinition[] gauges = [RuntimeCatalog.ThreadPoolThreads, RuntimeCatalog.ThreadPoolQueue, RuntimeCatalog.Timers, RuntimeCatalog.Assemblies];

        gauges.ShouldAllBe(metric => metric.Type == MetricType.Gauge);
    }

    [Fact]
    public void BuildInfo_ThisProcess_ContainsItsPlatform()
    {
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        var mode = GCSettings.IsServerGC ? "server" : "workstation";

        Samples.Of(_registry.AddRuntimeMetrics()).Text.ShouldContain(
            $"\ndotnet_build_info{{runtime_version=\"{Environment.Version}\",target_framework=\".NETCoreApp,Version=v10.0\",os=\"linux\","
            + $"architecture=\"{architecture}\",gc_mode=\"{mode}\"}} 1\n");
    }
}
