using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Vernier.EndToEnd.Servers;

/// <summary>Every process that the tests started and that was not ended yet, so that a run which is ended from outside leaves none behind.</summary>
internal static class ChildProcesses
{
    private static readonly ConcurrentDictionary<Process, bool> Running = new();

    // Such a run executes no DisposeAsync, and since .NET 10 a signal does not raise ProcessExit either. The registrations are kept, or they would be finalized.
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

    /// <summary>Kills a process and its children by process id and waits until it is gone. It may have ended before; a second call does nothing.</summary>
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
                // It was just being ended by its owner (which the signal did not stop); the others still have to go.
            }
        }
    }
}
