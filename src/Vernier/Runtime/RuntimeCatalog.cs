using Vernier.Catalog;

namespace Vernier.Runtime;

/// <summary>
/// What <see cref="RuntimeMetricsExtensions.AddRuntimeMetrics"/> measures of .NET. The names are those of .NET's own meter <c>System.Runtime</c>
/// (learn.microsoft.com/dotnet/core/diagnostics/built-in-metrics-runtime) in Prometheus's spelling: dots become underscores, the unit and
/// <c>_total</c> come last, and <c>total</c> elsewhere goes. Gauges have no <c>_count</c> at the end, which promtool reserves for histograms
/// and summaries: they are named after what they count.
/// </summary>
public static class RuntimeCatalog
{
    private const string Memory = "Memory";
    private const string Jit = "JIT";
    private const string Threading = "Threading";
    private const string Application = "Application";

    /// <summary>Garbage collections.</summary>
    public static readonly CounterDefinition<GenerationLabels> GcCollections =
        new("dotnet_gc_collections_total", "Garbage collections, by the highest generation that was collected.") { Category = Memory };

    /// <summary>Time for which collections stopped the application.</summary>
    public static readonly CounterDefinition GcPauseTime =
        new("dotnet_gc_pause_time_seconds_total", "Time for which garbage collections stopped the application, in seconds.")
        {
            Unit = "seconds",
            Category = Memory,
        };

    /// <summary>Allocated memory. The meter's name is <c>dotnet.gc.heap.total_allocated</c>.</summary>
    public static readonly CounterDefinition GcAllocated =
        new("dotnet_gc_heap_allocated_bytes_total", "Memory that was allocated on the managed heap, in bytes; freed memory stays counted.")
        {
            Unit = "bytes",
            Category = Memory,
        };

    /// <summary>The heap's size.</summary>
    public static readonly GaugeDefinition<GenerationLabels> GcHeapSize =
        new("dotnet_gc_last_collection_heap_size_bytes", "Size of the heap after the last collection, its free space included, in bytes; 0 before the first.")
        {
            Unit = "bytes",
            Category = Memory,
        };

    /// <summary>The holes in the heap.</summary>
    public static readonly GaugeDefinition<GenerationLabels> GcHeapFragmentation =
        new("dotnet_gc_last_collection_heap_fragmentation_size_bytes", "Free space within the heap after the last collection, in bytes; 0 before the first.")
        {
            Unit = "bytes",
            Category = Memory,
        };

    /// <summary>Memory that the heap holds of the system's.</summary>
    public static readonly GaugeDefinition GcCommitted =
        new("dotnet_gc_last_collection_memory_committed_size_bytes", "Memory that the heap had committed at the last collection, in bytes; 0 before the first.")
        {
            Unit = "bytes",
            Category = Memory,
        };

    /// <summary>Compiled code, by its size in intermediate language.</summary>
    public static readonly CounterDefinition JitCompiledSize =
        new("dotnet_jit_compiled_il_size_bytes_total", "Intermediate language that was compiled while the application ran, in bytes.")
        {
            Unit = "bytes",
            Category = Jit,
        };

    /// <summary>Compiled methods.</summary>
    public static readonly CounterDefinition JitCompiledMethods =
        new("dotnet_jit_compiled_methods_total", "Methods that were compiled while the application ran; a method that is compiled again counts again.")
        {
            Category = Jit,
        };

    /// <summary>Time spent on compiling.</summary>
    public static readonly CounterDefinition JitTime =
        new("dotnet_jit_compilation_time_seconds_total", "Time that was spent on compiling methods while the application ran, in seconds.")
        {
            Unit = "seconds",
            Category = Jit,
        };

    /// <summary>Waits for locks.</summary>
    public static readonly CounterDefinition LockContentions =
        new("dotnet_monitor_lock_contentions_total", "Times that a thread had to wait for a lock that another one held.") { Category = Threading };

    /// <summary>
    /// Threads of the pool. The meter's <c>dotnet.thread_pool.thread.count</c> calls itself a counter, but goes down.
    /// </summary>
    public static readonly GaugeDefinition ThreadPoolThreads = new("dotnet_thread_pool_threads", "Threads of the thread pool.") { Category = Threading };

    /// <summary>
    /// Work that waits for a thread of the pool. The meter's <c>dotnet.thread_pool.queue.length</c> calls itself a counter, but goes down.
    /// </summary>
    public static readonly GaugeDefinition ThreadPoolQueue =
        new("dotnet_thread_pool_queue_length", "Work items that wait for a thread of the thread pool.") { Category = Threading };

    /// <summary>Work that the pool has done.</summary>
    public static readonly CounterDefinition ThreadPoolWorkItems =
        new("dotnet_thread_pool_work_items_total", "Work items that the thread pool has completed.") { Category = Threading };

    /// <summary>Timers. The meter's name is <c>dotnet.timer.count</c>.</summary>
    public static readonly GaugeDefinition Timers = new("dotnet_timers", "Timers that are set and will fire.") { Category = Threading };

    /// <summary>Assemblies. The meter's name is <c>dotnet.assembly.count</c>.</summary>
    public static readonly GaugeDefinition Assemblies = new("dotnet_assemblies", "Assemblies that are loaded.") { Category = Application };

    /// <summary>Thrown exceptions.</summary>
    public static readonly CounterDefinition Exceptions =
        new("dotnet_exceptions_total", "Exceptions thrown since the metrics were added, handled ones too; one that is thrown again counts again.")
        {
            Category = Application,
        };

    /// <summary>What the application runs on.</summary>
    public static readonly InfoDefinition<BuildLabels> BuildInfo = new("dotnet_build_info", "What the application runs on.") { Category = Application };

    /// <summary>All of them.</summary>
    public static MetricCatalog Catalog { get; } = new("dotnet", ".NET")
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
