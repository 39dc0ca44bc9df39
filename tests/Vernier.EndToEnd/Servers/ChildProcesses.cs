using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Vernier.EndToEnd.Servers;

/// <summary>Tracks the processes that the tests have started, so that an aborted test run leaves no processes behind.</summary>
internal static class ChildProcesses
{
    private static readonly ConcurrentDictionary<Process, bool> Running = new();

    // An aborted run does not execute DisposeAsync, and since .NET 10 a signal does not raise ProcessExit. The registrations are kept so that they are not finalized.
    private static readonly PosixSignalRegistration[] Signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => KillAll()),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => KillAll()),
    ];

    static ChildProcesses() => AppDomain.CurrentDomain.ProcessExit += (_, _) => KillAll();

    public static Process Start(ProcessStartInfo start)
    {
        GC.KeepAlive(Signals);
        var process = Process.Start(start)!;
        Running[process] = true;
        return process;
    }

    /// <summary>Kills a process and its children by process id and waits until it has exited. Does nothing when it has exited before.</summary>
    public static async Task EndAsync(Process process)
    {
        if (!Running.TryRemove(process, out _))
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync().WaitAsync(Eventually.DefaultDeadline, TimeProvider.System);
        process.Dispose();
    }

    private static void KillAll()
    {
        foreach (var process in Running.Keys)
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (Exception failure) when (failure is InvalidOperationException or AggregateException)
            {
                // Its owner is ending it at the same time; continue with the others.
            }
        }
    }
}
