using Vernier.Catalog;

namespace Vernier.Runtime;

/// <summary>
/// What <see cref="ProcessMetricsExtensions.AddProcessMetrics"/> measures of the process, by the names that all Prometheus clients share
/// (prometheus.io/docs/instrumenting/writing_clientlibs, "Process metrics").
/// </summary>
public static class ProcessCatalog
{
    /// <summary>Processor time.</summary>
    public static readonly CounterDefinition CpuTime =
        new("process_cpu_seconds_total", "Processor time that the process has used, in user mode and in the kernel, in seconds.")
        {
            Unit = "seconds",
            Category = "Process",
        };

    /// <summary>Memory in RAM.</summary>
    public static readonly GaugeDefinition ResidentMemory =
        new("process_resident_memory_bytes", "Memory of the process that is in RAM, in bytes.") { Unit = "bytes", Category = "Process" };

    /// <summary>Address space.</summary>
    public static readonly GaugeDefinition VirtualMemory =
        new("process_virtual_memory_bytes", "Address space that the process has reserved, in bytes.") { Unit = "bytes", Category = "Process" };

    /// <summary>Open file descriptors; on Linux only.</summary>
    public static readonly GaugeDefinition OpenFiles =
        new("process_open_fds", "File descriptors that are open: files, sockets, pipes.") { Category = "Process" };

    /// <summary>The limit of <see cref="OpenFiles"/>; on Linux only. <c>+Inf</c> when there is none.</summary>
    public static readonly GaugeDefinition OpenFileLimit =
        new("process_max_fds", "File descriptors that may be open, by the soft limit; +Inf when there is no limit.") { Category = "Process" };

    /// <summary>When the process started.</summary>
    public static readonly GaugeDefinition StartTime =
        new("process_start_time_seconds", "When the process started, in seconds since 1970.") { Unit = "seconds", Category = "Process" };

    /// <summary>Threads of the operating system.</summary>
    public static readonly GaugeDefinition Threads =
        new("process_threads", "Threads of the operating system in the process, the runtime's own included.") { Category = "Process" };

    /// <summary>All of them.</summary>
    public static MetricCatalog Catalog { get; } = new("process", "Process")
    {
        Metrics = [CpuTime, ResidentMemory, VirtualMemory, OpenFiles, OpenFileLimit, StartTime, Threads],
    };
}
