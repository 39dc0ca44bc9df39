using Vernier.Runtime;

namespace Vernier;

/// <summary>Adds metrics of the process to a registry.</summary>
public static class ProcessMetricsExtensions
{
    private static readonly Lock Gate = new();

    /// <summary>
    /// Adds the metrics of <see cref="ProcessCatalog"/>, which are read at each collection: on Linux from /proc, elsewhere from .NET. Open file descriptors
    /// and their limit are available only on Linux. Does nothing if the registry already has them. Thread-safe.
    /// </summary>
    /// <param name="registry">The registry.</param>
    /// <returns>The registry, for chaining.</returns>
    /// <exception cref="MetricClashException">Another metric has one of the names.</exception>
    public static MetricRegistry AddProcessMetrics(this MetricRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        lock (Gate)
        {
            // The metric that is added last indicates that all were added.
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
