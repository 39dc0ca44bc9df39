using Vernier.Callbacks;
using Vernier.Registry;

namespace Vernier.Runtime;

/// <summary>Adds the metrics of the process to a registry.</summary>
public static class ProcessMetrics
{
    private static readonly Lock Gate = new();

    /// <summary>
    /// Adds the families of <see cref="ProcessCatalogue"/>, read at each scrape: on Linux from /proc, elsewhere as .NET tells them. The open file
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
            if (registry.Families.Any(f => ReferenceEquals(f.Definition, ProcessCatalogue.StartTime)))
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
        registry.Observe(ProcessCatalogue.OpenFiles, process.CountOpenFiles);
        registry.Observe(ProcessCatalogue.OpenFileLimit, process.ReadOpenFileLimit);
        Add(registry, process.Read, () => process.StartTime);
    }

    internal static void AddPortable(MetricRegistry registry)
    {
        var startTime = new Lazy<double>(PortableProcess.ReadStartTime, LazyThreadSafetyMode.PublicationOnly);
        Add(registry, PortableProcess.Read, () => startTime.Value);
    }

    private static void Add(MetricRegistry registry, Func<ProcessSample> read, Func<double> startTime)
    {
        Sampler<ProcessSample> process = registry.Sampler("process", read);
        registry.Observe(ProcessCatalogue.CpuTime, process, static sample => sample.CpuSeconds);
        registry.Observe(ProcessCatalogue.ResidentMemory, process, static sample => sample.ResidentBytes);
        registry.Observe(ProcessCatalogue.VirtualMemory, process, static sample => sample.VirtualBytes);
        registry.Observe(ProcessCatalogue.Threads, process, static sample => sample.Threads);
        registry.Observe(ProcessCatalogue.StartTime, startTime);
    }
}
