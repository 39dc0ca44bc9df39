using Vernier.Runtime;

namespace Vernier;

/// <summary>Adds the metrics of the process to a registry.</summary>
public static class ProcessMetricsExtensions
{
    private static readonly Lock Gate = new();

    /// <summary>
    /// Adds the families of <see cref="ProcessCatalog"/>, read at each scrape: on Linux from /proc, elsewhere as .NET tells them. The open file
    /// descriptors and their limit are there on Linux only. A registry that has them already is left as it is. Thread-safe.
    /// </summary>
    /// <param name="registry">The registry.</param>
    /// <returns>The registry, to add more.</returns>
    /// <exception cref="MetricClashException">Another metric has one of the names.</exception>
    public static MetricRegistry AddProcessMetrics(this MetricRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        lock (Gate)
        {
            // The last one to be added tells whether all were.
            if (registry.Families.Any(f => ReferenceEquals(f.Definition, ProcessCatalog.StartTime)))
                return registry;
            if (OperatingSystem.IsLinux())
                AddLinux(registry, new LinuxProcess("/proc"));
            else
                AddPortable(registry);
        }
        return registry;
    }

    internal static void AddLinux(MetricRegistry registry, LinuxProcess process)
    {
        registry.GaugeCallback(ProcessCatalog.OpenFiles, process.CountOpenFiles);
        registry.GaugeCallback(ProcessCatalog.OpenFileLimit, process.ReadOpenFileLimit);
        Add(registry, process.Read, () => process.StartTime);
    }

    internal static void AddPortable(MetricRegistry registry)
    {
        var startTime = new Lazy<double>(PortableProcess.ReadStartTime, LazyThreadSafetyMode.PublicationOnly);
        Add(registry, PortableProcess.Read, () => startTime.Value);
    }

    private static void Add(MetricRegistry registry, Func<ProcessSample> read, Func<double> startTime)
    {
        var process = registry.CallbackSource("process", read);
        registry.CounterCallback(ProcessCatalog.CpuTime, process, static sample => sample.CpuSeconds);
        registry.GaugeCallback(ProcessCatalog.ResidentMemory, process, static sample => sample.ResidentBytes);
        registry.GaugeCallback(ProcessCatalog.VirtualMemory, process, static sample => sample.VirtualBytes);
        registry.GaugeCallback(ProcessCatalog.Threads, process, static sample => sample.Threads);
        registry.GaugeCallback(ProcessCatalog.StartTime, startTime);
    }
}
