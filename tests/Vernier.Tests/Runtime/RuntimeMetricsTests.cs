using System.Runtime;
using System.Runtime.InteropServices;
using Vernier.Definitions;
using Vernier.Registry;
using Vernier.Runtime;

namespace Vernier.Tests.Runtime;

public class RuntimeMetricsTests
{
    private readonly MetricRegistry _registry = new(new MetricRegistryOptions { SelfMetrics = false });

    [Fact]
    public void AddRuntimeMetrics_EmptyRegistry_AddsTheWholeCatalogue()
    {
        _registry.AddRuntimeMetrics().ShouldBeSameAs(_registry);

        _registry.Families.Select(f => f.Definition).ShouldBe(RuntimeCatalogue.Catalogue.Metrics.OrderBy(m => m.Name, StringComparer.Ordinal));
        string text = Samples.Of(_registry).Text;
        foreach (MetricDefinition metric in RuntimeCatalogue.Catalogue.Metrics)
            text.ShouldMatch($"(?m)^{metric.Name}[ {{]", metric.Name);
    }

    [Fact]
    public void AddRuntimeMetrics_Again_ChangesNothing()
    {
        _registry.AddRuntimeMetrics();
        int families = _registry.Families.Count;

        Parallel.For(0, 8, _ => _registry.AddRuntimeMetrics());

        _registry.Families.Count.ShouldBe(families);
    }

    [Fact]
    public void AddRuntimeMetrics_AtOnceOnOneRegistry_AddsThemOnce()
    {
        Parallel.For(0, 8, _ => _registry.AddRuntimeMetrics());

        _registry.Families.Count.ShouldBe(RuntimeCatalogue.Catalogue.Metrics.Count);
    }

    [Fact]
    public void AddRuntimeMetrics_WithProcessMetrics_DoNotClash()
    {
        _registry.AddProcessMetrics().AddRuntimeMetrics();

        _registry.Families.Count.ShouldBe(ProcessCatalogue.Catalogue.Metrics.Count + RuntimeCatalogue.Catalogue.Metrics.Count);
    }

    [Fact]
    public void AddRuntimeMetrics_NameIsTaken_SaysSo()
    {
        _registry.Gauge(new GaugeDefinition("dotnet_timers", "Mine."));

        Should.Throw<MetricClashException>(() => _registry.AddRuntimeMetrics()).Message.ShouldContain("dotnet_timers");
    }

    [Fact]
    public void Types_OfWhatGoesDown_AreGauges()
    {
        MetricDefinition[] gauges = [RuntimeCatalogue.ThreadPoolThreads, RuntimeCatalogue.ThreadPoolQueue, RuntimeCatalogue.Timers, RuntimeCatalogue.Assemblies];

        gauges.ShouldAllBe(metric => metric.Type == MetricType.Gauge);
    }

    [Fact]
    public void BuildInfo_OfThisProcess_StatesWhatItRunsOn()
    {
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string mode = GCSettings.IsServerGC ? "server" : "workstation";

        Samples.Of(_registry.AddRuntimeMetrics()).Text.ShouldContain(
            $"\ndotnet_build_info{{runtime_version=\"{Environment.Version}\",target_framework=\".NETCoreApp,Version=v10.0\",os=\"linux\","
            + $"architecture=\"{architecture}\",gc_mode=\"{mode}\"}} 1\n");
    }
}
