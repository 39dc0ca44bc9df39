using System.Runtime;
using Vernier.Runtime;

namespace Vernier;

/// <summary>Adds metrics of the .NET runtime to a registry.</summary>
public static class RuntimeMetricsExtensions
{
    private static readonly Lock Gate = new();
    private static readonly GcGeneration[] Collected = [GcGeneration.Gen0, GcGeneration.Gen1, GcGeneration.Gen2];
    private static readonly GcGeneration[] All = Enum.GetValues<GcGeneration>();

    /// <summary>
    /// Adds the metrics of <see cref="RuntimeCatalog"/>, which are read at each collection. All except the exceptions count from the start of the process.
    /// Does nothing if the registry already has them. Thread-safe.
    /// </summary>
    /// <param name="registry">The registry.</param>
    /// <returns>The registry, for chaining.</returns>
    /// <exception cref="MetricClashException">Another metric has one of the names.</exception>
    public static MetricRegistry AddRuntimeMetrics(this MetricRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        lock (Gate)
        {
            // The metric that is added last indicates that all were added.
            if (registry.Families.Any(f => ReferenceEquals(f.Definition, RuntimeCatalog.BuildInfo)))
                return registry;
            AddMemory(registry);
            AddJit(registry);
            AddThreading(registry);
            AddApplication(registry);
        }
        return registry;
    }

    private static void AddMemory(MetricRegistry registry)
    {
        var gc = registry.CallbackSource("dotnet_gc", GcSample.Read);
        registry.CounterCallback(RuntimeCatalog.GcCollections, gc, static (sample, reporter) =>
        {
            foreach (var generation in Collected)
                reporter.Report(new(generation), sample.Collections(generation));
        });
        registry.GaugeCallback(RuntimeCatalog.GcHeapSize, gc, static (sample, reporter) =>
        {
            foreach (var generation in All)
                reporter.Report(new(generation), sample.Heap(generation).SizeAfterBytes);
        });
        registry.GaugeCallback(RuntimeCatalog.GcHeapFragmentation, gc, static (sample, reporter) =>
        {
            foreach (var generation in All)
                reporter.Report(new(generation), sample.Heap(generation).FragmentationAfterBytes);
        });
        registry.GaugeCallback(RuntimeCatalog.GcCommitted, gc, static sample => sample.Last.TotalCommittedBytes);
        registry.CounterCallback(RuntimeCatalog.GcPauseTime, static () => GC.GetTotalPauseDuration().TotalSeconds);
        registry.CounterCallback(RuntimeCatalog.GcAllocated, static () => GC.GetTotalAllocatedBytes());
    }

    private static void AddJit(MetricRegistry registry)
    {
        registry.CounterCallback(RuntimeCatalog.JitCompiledSize, static () => JitInfo.GetCompiledILBytes());
        registry.CounterCallback(RuntimeCatalog.JitCompiledMethods, static () => JitInfo.GetCompiledMethodCount());
        registry.CounterCallback(RuntimeCatalog.JitTime, static () => JitInfo.GetCompilationTime().TotalSeconds);
    }

    private static void AddThreading(MetricRegistry registry)
    {
        registry.CounterCallback(RuntimeCatalog.LockContentions, static () => Monitor.LockContentionCount);
        registry.GaugeCallback(RuntimeCatalog.ThreadPoolThreads, static () => ThreadPool.ThreadCount);
        registry.GaugeCallback(RuntimeCatalog.ThreadPoolQueue, static () => ThreadPool.PendingWorkItemCount);
        registry.CounterCallback(RuntimeCatalog.ThreadPoolWorkItems, static () => ThreadPool.CompletedWorkItemCount);
        registry.GaugeCallback(RuntimeCatalog.Timers, static () => Timer.ActiveCount);
    }

    private static void AddApplication(MetricRegistry registry)
    {
        ThrownExceptions.Watch();
        registry.CounterCallback(RuntimeCatalog.Exceptions, static () => ThrownExceptions.Count);
        registry.GaugeCallback(RuntimeCatalog.Assemblies, static () => AppDomain.CurrentDomain.GetAssemblies().Length);
        registry.Info(RuntimeCatalog.BuildInfo).Set(BuildLabels.Current());
    }
}
