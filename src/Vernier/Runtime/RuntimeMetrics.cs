using System.Runtime;
using Vernier.Runtime;

namespace Vernier;

/// <summary>Adds the metrics of .NET to a registry.</summary>
public static class RuntimeMetrics
{
    private static readonly Lock Gate = new();
    private static readonly GcGeneration[] Collected = [GcGeneration.Gen0, GcGeneration.Gen1, GcGeneration.Gen2];
    private static readonly GcGeneration[] All = Enum.GetValues<GcGeneration>();

    /// <summary>
    /// Adds the families of <see cref="RuntimeCatalog"/>, read at each scrape. All but the exceptions count from the start of the process. A
    /// registry that has them already is left as it is. Thread-safe.
    /// </summary>
    /// <param name="registry">The registry.</param>
    /// <returns>The registry, to add more.</returns>
    /// <exception cref="MetricClashException">Another metric has one of the names.</exception>
    public static MetricRegistry AddRuntimeMetrics(this MetricRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        lock (Gate)
        {
            // The last one to be added tells whether all were.
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
        var gc = registry.Sampler("dotnet_gc", GcSample.Read);
        registry.Observe(RuntimeCatalog.GcCollections, gc, static (sample, observer) =>
        {
            foreach (var generation in Collected)
                observer.Report(new(generation), sample.Collections(generation));
        });
        registry.Observe(RuntimeCatalog.GcHeapSize, gc, static (sample, observer) =>
        {
            foreach (var generation in All)
                observer.Report(new(generation), sample.Heap(generation).SizeAfterBytes);
        });
        registry.Observe(RuntimeCatalog.GcHeapFragmentation, gc, static (sample, observer) =>
        {
            foreach (var generation in All)
                observer.Report(new(generation), sample.Heap(generation).FragmentationAfterBytes);
        });
        registry.Observe(RuntimeCatalog.GcCommitted, gc, static sample => sample.Last.TotalCommittedBytes);
        registry.Observe(RuntimeCatalog.GcPauseTime, static () => GC.GetTotalPauseDuration().TotalSeconds);
        registry.Observe(RuntimeCatalog.GcAllocated, static () => GC.GetTotalAllocatedBytes());
    }

    private static void AddJit(MetricRegistry registry)
    {
        registry.Observe(RuntimeCatalog.JitCompiledSize, static () => JitInfo.GetCompiledILBytes());
        registry.Observe(RuntimeCatalog.JitCompiledMethods, static () => JitInfo.GetCompiledMethodCount());
        registry.Observe(RuntimeCatalog.JitTime, static () => JitInfo.GetCompilationTime().TotalSeconds);
    }

    private static void AddThreading(MetricRegistry registry)
    {
        registry.Observe(RuntimeCatalog.LockContentions, static () => Monitor.LockContentionCount);
        registry.Observe(RuntimeCatalog.ThreadPoolThreads, static () => ThreadPool.ThreadCount);
        registry.Observe(RuntimeCatalog.ThreadPoolQueue, static () => ThreadPool.PendingWorkItemCount);
        registry.Observe(RuntimeCatalog.ThreadPoolWorkItems, static () => ThreadPool.CompletedWorkItemCount);
        registry.Observe(RuntimeCatalog.Timers, static () => Timer.ActiveCount);
    }

    private static void AddApplication(MetricRegistry registry)
    {
        ThrownExceptions.Watch();
        registry.Observe(RuntimeCatalog.Exceptions, static () => ThrownExceptions.Count);
        registry.Observe(RuntimeCatalog.Assemblies, static () => AppDomain.CurrentDomain.GetAssemblies().Length);
        registry.Info(RuntimeCatalog.BuildInfo).Set(BuildLabels.Current());
    }
}
