using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>A priority of threads on Linux, where <see cref="Thread.Priority"/> has no effect.</summary>
internal static class IdlePriority
{
    private const int CurrentThread = 0;
    private const int SchedIdle = 5;

    /// <summary>Makes the current thread run only when no other thread needs its processor; only on Linux.</summary>
    public static void SetForCurrentThread()
    {
        if (OperatingSystem.IsLinux() && SetScheduler(CurrentThread, SchedIdle, 0) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [DllImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    private static extern int SetScheduler(int thread, int policy, in int priority);
}
