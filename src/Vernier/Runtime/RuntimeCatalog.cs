using Vernier.Catalog;

namespace Vernier.Runtime;

/// <summary>
/// The metrics of <see cref="RuntimeMetricsExtensions.AddRuntimeMetrics"/>. The names are those of the meter <c>System.Runtime</c> of .NET
/// (learn.microsoft.com/dotnet/core/diagnostics/built-in-metrics-runtime) in the spelling of Prometheus: dots become underscores, the unit and
/// <c>_total</c> come last, and <c>total</c> elsewhere is dropped. Gauges do not end in <c>_count</c>, which promtool reserves for histograms and
/// summaries; they are named after what they count.
/// </summary>
public static class RuntimeCatalog
{
    private const string Memory = "Memory";
    private const string Jit = "JIT";
    private const string Threading = "Threading";
    private const string Application = "Application";

    /// <summary>Garbage collections.</summary>
    public static readonly CounterDefinition<GenerationLabels> GcCollections =
        new("dotnet_gc_collections_total", "Garbage collections, by the highest collected generation.") { Category = Memory };

    /// <summary>Time during which garbage collections paused the application.</summary>
    public static readonly CounterDefinition GcPauseTime =
        new("dotnet_gc_pause_time_seconds_total", "Time during which garbage collections paused the application, in seconds.")
        {
            Unit = "seconds",
            Category = Memory,
        };

    /// <summary>Allocated memory. The name in the meter is <c>dotnet.gc.heap.total_allocated</c>.</summary>
    public static readonly CounterDefinition GcAllocated =
        new("dotnet_gc_heap_allocated_bytes_total", "Memory allocated on the managed heap since the process started, including freed memory, in bytes.")
        {
            Unit = "bytes",
            Category = Memory,
        };

    /// <summary>The size of the heap.</summary>
    public static readonly GaugeDefinition<GenerationLabels> GcHeapSize =
        new("dotnet_gc_last_collection_heap_size_bytes", "Size of the heap after the last collection, including free space, in bytes; 0 before the first collection.")
        {
            Unit = "bytes",
            Category = Memory,
        };

    /// <summary>The fragmentation of the heap.</summary>
    public static readonly GaugeDefinition<GenerationLabels> GcHeapFragmentation =
        new("dotnet_gc_last_collection_heap_fragmentation_size_bytes", "Free space within the heap after the last collection, in bytes; 0 before the first collection.")
        {
            Unit = "bytes",
            Category = Memory,
        };

    /// <summary>The committed memory of the heap.</summary>
    public static readonly GaugeDefinition GcCommitted =
        new("dotnet_gc_last_collection_memory_committed_size_bytes", "Committed memory of the heap at the last collection, in bytes; 0 before the first collection.")
        {
            Unit = "bytes",
            Category = Memory,
        };

    /// <summary>The size of compiled intermediate language.</summary>
    public static readonly CounterDefinition JitCompiledSize =
        new("dotnet_jit_compiled_il_size_bytes_total", "Intermediate language compiled just in time, in bytes.")
        {
            Unit = "bytes",
            Category = Jit,
        };

    /// <summary>Compiled methods.</summary>
    public static readonly CounterDefinition JitCompiledMethods =
        new("dotnet_jit_compiled_methods_total", "Methods compiled just in time; each recompilation counts.")
        {
            Category = Jit,
        };

    /// <summary>Compilation time.</summary>
    public static readonly CounterDefinition JitTime =
        new("dotnet_jit_compilation_time_seconds_total", "Time spent on just-in-time compilation, in seconds.")
        {
            Unit = "seconds",
            Category = Jit,
        };

    /// <summary>Lock contentions.</summary>
    public static readonly CounterDefinition LockContentions =
        new("dotnet_monitor_lock_contentions_total", "Times a thread had to wait for a lock.") { Category = Threading };

    /// <summary>
    /// Threads of the thread pool. A gauge, although <c>dotnet.thread_pool.thread.count</c> of the meter is a counter: the value decreases.
    /// </summary>
    public static readonly GaugeDefinition ThreadPoolThreads = new("dotnet_thread_pool_threads", "Threads of the thread pool.") { Category = Threading };

    /// <summary>
    /// Queued work items of the thread pool. A gauge, although <c>dotnet.thread_pool.queue.length</c> of the meter is a counter: the value decreases.
    /// </summary>
    public static readonly GaugeDefinition ThreadPoolQueue =
        new("dotnet_thread_pool_queue_length", "Work items waiting for a thread of the thread pool.") { Category = Threading };

    /// <summary>Completed work items of the thread pool.</summary>
    public static readonly CounterDefinition ThreadPoolWorkItems =
        new("dotnet_thread_pool_work_items_total", "Work items completed by the thread pool.") { Category = Threading };

    /// <summary>Timers. The name in the meter is <c>dotnet.timer.count</c>.</summary>
    public static readonly GaugeDefinition Timers = new("dotnet_timers", "Active timers.") { Category = Threading };

    /// <summary>Assemblies. The name in the meter is <c>dotnet.assembly.count</c>.</summary>
    public static readonly GaugeDefinition Assemblies = new("dotnet_assemblies", "Loaded assemblies.") { Category = Application };

    /// <summary>Thrown exceptions.</summary>
    public static readonly CounterDefinition Exceptions =
        new("dotnet_exceptions_total", "Exceptions thrown since the metrics were registered, including handled ones; each rethrow counts.")
        {
            Category = Application,
        };

    /// <summary>The platform that the application runs on.</summary>
    public static readonly InfoDefinition<BuildLabels> BuildInfo = new("dotnet_build_info", "Platform that the application runs on.") { Category = Application };

    /// <summary>Gets the catalog of these metrics.</summary>
    public static MetricCatalog Catalog => Lazily.Catalog;

    // Separate, because an application that only records does not need it.
    private static class Lazily
    {
        public static readonly MetricCatalog Catalog = new("dotnet", ".NET")
        {
            Metrics =
            [
                GcCollections, GcPauseTime, GcAllocated, GcHeapSize, GcHeapFragmentation, GcCommitted,
                JitCompiledSize, JitCompiledMethods, JitTime,
                LockContentions, ThreadPoolThreads, ThreadPoolQueue, ThreadPoolWorkItems, Timers,
                Assemblies, Exceptions, BuildInfo,
            ],
        };
    }
}
