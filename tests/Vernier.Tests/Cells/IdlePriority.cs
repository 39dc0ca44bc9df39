using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Vernier.Tests.Cells;

/// <summary>Threads that run only when no other thread needs a processor. <see cref="Thread.Priority"/> has no effect on Linux.</summary>
internal static class IdlePriority
{
    private const int CurrentThread = 0;
    private const int SchedIdle = 5;

    /// <summary>Lowers the priority of the current thread; only on Linux.</summary>
    public static void SetForCurrentThread()
    {
        if (OperatingSystem.IsLinux() && SetScheduler(CurrentThread, SchedIdle, 0) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [DllImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    private static extern int SetScheduler(int thread, int policy, in int priority);
}
