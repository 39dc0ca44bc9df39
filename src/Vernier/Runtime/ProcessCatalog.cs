using Vernier.Catalog;

namespace Vernier.Runtime;

/// <summary>
/// The metrics of <see cref="ProcessMetricsExtensions.AddProcessMetrics"/>, with the names that all Prometheus client libraries share
/// (prometheus.io/docs/instrumenting/writing_clientlibs, "Process metrics").
/// </summary>
public static class ProcessCatalog
{
    /// <summary>CPU time.</summary>
    public static readonly CounterDefinition CpuTime =
        new("process_cpu_seconds_total", "CPU time of the process, in user and kernel mode, in seconds.")
        {
            Unit = "seconds",
            Category = "Process",
        };

    /// <summary>Resident memory.</summary>
    public static readonly GaugeDefinition ResidentMemory =
        new("process_resident_memory_bytes", "Resident memory of the process, in bytes.") { Unit = "bytes", Category = "Process" };

    /// <summary>Virtual memory.</summary>
    public static readonly GaugeDefinition VirtualMemory =
        new("process_virtual_memory_bytes", "Virtual memory of the process, in bytes.") { Unit = "bytes", Category = "Process" };

    /// <summary>Open file descriptors; only on Linux.</summary>
    public static readonly GaugeDefinition OpenFiles =
        new("process_open_fds", "Open file descriptors: files, sockets, pipes.") { Category = "Process" };

    /// <summary>The limit of <see cref="OpenFiles"/>; only on Linux. <c>+Inf</c> if unlimited.</summary>
    public static readonly GaugeDefinition OpenFileLimit =
        new("process_max_fds", "Maximum number of open file descriptors (soft limit); +Inf if unlimited.") { Category = "Process" };

    /// <summary>The start time of the process.</summary>
    public static readonly GaugeDefinition StartTime =
        new("process_start_time_seconds", "Start time of the process, in seconds since 1970-01-01 UTC.") { Unit = "seconds", Category = "Process" };

    /// <summary>Operating system threads.</summary>
    public static readonly GaugeDefinition Threads =
        new("process_threads", "Operating system threads of the process, including those of the runtime.") { Category = "Process" };

    /// <summary>Gets the catalog of these metrics.</summary>
    public static MetricCatalog Catalog => Lazily.Catalog;

    // Separate, because an application that only records does not need it.
    private static class Lazily
    {
        public static readonly MetricCatalog Catalog = new("process", "Process")
        {
            Metrics = [CpuTime, ResidentMemory, VirtualMemory, OpenFiles, OpenFileLimit, StartTime, Threads],
        };
    }
}
