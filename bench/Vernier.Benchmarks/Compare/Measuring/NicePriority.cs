using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>The nice value of a thread on Linux, where <see cref="Thread.Priority"/> has no effect.</summary>
internal static class NicePriority
{
    private const int OfThread = 0;
    private const int CurrentThread = 0;

    /// <summary>Gives the current thread more of a processor than others (-20 to -1, as root only) or less (1 to 19); only on Linux.</summary>
    public static void SetForCurrentThread(int nice)
    {
        if (OperatingSystem.IsLinux() && SetPriority(OfThread, CurrentThread, nice) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [DllImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static extern int SetPriority(int which, int who, int nice);
}
