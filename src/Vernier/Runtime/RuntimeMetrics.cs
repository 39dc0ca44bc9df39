using System.Runtime;
using Vernier.Callbacks;
using Vernier.Registry;

namespace Vernier.Runtime;

/// <summary>Adds the metrics of .NET to a registry.</summary>
public static class RuntimeMetrics
{
    private static readonly Lock Gate = new();
    private static readonly GcGeneration[] Collected = [GcGeneration.Gen0, GcGeneration.Gen1, GcGeneration.Gen2];
    private static readonly GcGeneration[] All = Enum.GetValues<GcGeneration>();

    /// <summary>
    /// Adds the families of <see cref="RuntimeCatalogue"/>, read at each scrape. All but the exceptions count from the start of the process. A
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
            if (registry.Families.Any(f => ReferenceEquals(f.Definition, RuntimeCatalogue.BuildInfo)))
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
        Sampler<GcSample> gc = registry.Sampler("dotnet_gc", GcSample.Read);
        registry.Observe(RuntimeCatalogue.GcCollections, gc, static (sample, observer) =>
        {
            foreach (GcGeneration generation in Collected)
                observer.Report(new(generation), sample.Collections(generation));
        });
        registry.Observe(RuntimeCatalogue.GcHeapSize, gc, static (sample, observer) =>
        {
            foreach (GcGeneration generation in All)
                observer.Report(new(generation), sample.Heap(generation).SizeAfterBytes);
        });
        registry.Observe(RuntimeCatalogue.GcHeapFragmentation, gc, static (sample, observer) =>
        {
            foreach (GcGeneration generation in All)
                observer.Report(new(generation), sample.Heap(generation).FragmentationAfterBytes);
        });
        registry.Observe(RuntimeCatalogue.GcCommitted, gc, static sample => sample.Last.TotalCommittedBytes);
        registry.Observe(RuntimeCatalogue.GcPauseTime, static () => GC.GetTotalPauseDuration().TotalSeconds);
        registry.Observe(RuntimeCatalogue.GcAllocated, static () => GC.GetTotalAllocatedBytes());
    }

    private static void AddJit(MetricRegistry registry)
    {
        registry.Observe(RuntimeCatalogue.JitCompiledSize, static () => JitInfo.GetCompiledILBytes());
        registry.Observe(RuntimeCatalogue.JitCompiledMethods, static () => JitInfo.GetCompiledMethodCount());
        registry.Observe(RuntimeCatalogue.JitTime, static () => JitInfo.GetCompilationTime().TotalSeconds);
    }

    private static void AddThreading(MetricRegistry registry)
    {
        registry.Observe(RuntimeCatalogue.LockContentions, static () => Monitor.LockContentionCount);
        registry.Observe(RuntimeCatalogue.ThreadPoolThreads, static () => ThreadPool.ThreadCount);
        registry.Observe(RuntimeCatalogue.ThreadPoolQueue, static () => ThreadPool.PendingWorkItemCount);
        registry.Observe(RuntimeCatalogue.ThreadPoolWorkItems, static () => ThreadPool.CompletedWorkItemCount);
        registry.Observe(RuntimeCatalogue.Timers, static () => Timer.ActiveCount);
    }

    private static void AddApplication(MetricRegistry registry)
    {
        ThrownExceptions.Watch();
        registry.Observe(RuntimeCatalogue.Exceptions, static () => ThrownExceptions.Count);
        registry.Observe(RuntimeCatalogue.Assemblies, static () => AppDomain.CurrentDomain.GetAssemblies().Length);
        registry.Info(RuntimeCatalogue.BuildInfo).Set(BuildLabels.Current());
    }
}
