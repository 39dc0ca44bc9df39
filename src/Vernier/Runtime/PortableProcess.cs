using System.Diagnostics;

namespace Vernier.Runtime;

/// <summary>The figures of this process as .NET tells them on every system.</summary>
internal static class PortableProcess
{
    // A new Process each time: it reads at once what it is asked for, and none is shared that would have to be refreshed under a lock.
    public static ProcessSample Read()
    {
        using var process = Process.GetCurrentProcess();
        return new ProcessSample(
            Environment.CpuUsage.TotalTime.TotalSeconds,
            Environment.WorkingSet,
            process.VirtualMemorySize64,
            process.Threads.Count);
    }

    /// <summary>When the process started, in seconds since 1970.</summary>
    public static double ReadStartTime()
    {
        using var process = Process.GetCurrentProcess();
        return (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
    }
}
