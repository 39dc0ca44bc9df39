using System.Diagnostics;

namespace Vernier.Runtime;

/// <summary>Reads the figures of this process from .NET, on every operating system.</summary>
internal static class PortableProcess
{
    // A new Process each time: a shared one would have to be refreshed under a lock.
    public static ProcessSample Read()
    {
        using var process = Process.GetCurrentProcess();
        return new ProcessSample(
            Environment.CpuUsage.TotalTime.TotalSeconds,
            Environment.WorkingSet,
            process.VirtualMemorySize64,
            process.Threads.Count);
    }

    /// <summary>Gets the start time of the process, in seconds since 1970.</summary>
    public static double ReadStartTime()
    {
        using var process = Process.GetCurrentProcess();
        return (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
    }
}
