using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Vernier.Pangolin.Links.Interfaces;

/// <summary>
/// Runs <c>ip</c>, <c>wg</c> and <c>wireguard-go</c>. Secrets are passed through standard input and output, never as arguments. Thread-safe.
/// </summary>
/// <param name="prefix">A command that runs the programs elsewhere, such as <c>ip netns exec NAME</c>. Default: none.</param>
internal sealed class WireGuardPrograms(params IReadOnlyList<string> prefix)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Runs a program until it exits, with any exit code.</summary>
    /// <param name="input">The standard input.</param>
    /// <param name="cancellation">Ends the program.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <returns>The exit code, the standard output, which the caller clears if it contains secrets, and the standard error.</returns>
    /// <exception cref="WireGuardException">The program cannot be started or does not exit.</exception>
    public async Task<(int ExitCode, byte[] Output, string Error)> RunAsync(
        ReadOnlyMemory<byte> input, CancellationToken cancellation, params IReadOnlyList<string> command)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stop.CancelAfter(Timeout);
        using var process = Start(command);
        try
        {
            // Both pipes are read while the input is written, so that neither side blocks.
            var output = ReadAllAsync(process.StandardOutput.BaseStream, stop.Token);
            var error = process.StandardError.ReadToEndAsync(stop.Token);
            await WriteAllAsync(process.StandardInput.BaseStream, input, stop.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(stop.Token).ConfigureAwait(false);
            return (process.ExitCode, await output.ConfigureAwait(false), (await error.ConfigureAwait(false)).Trim());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new WireGuardException($"{command[0]} did not exit within {Timeout.TotalSeconds} s.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs a program that must succeed.</summary>
    /// <exception cref="WireGuardException">The program cannot be started, does not exit, or failed.</exception>
    public async Task RunAsync(CancellationToken cancellation, params IReadOnlyList<string> command)
    {
        var (exitCode, _, error) = await RunAsync(default, cancellation, command).ConfigureAwait(false);
        if (exitCode != 0)
            throw Failed(command, exitCode, error);
    }

    /// <summary>Starts a program with all three streams redirected.</summary>
    /// <exception cref="WireGuardUnavailableException">The program is not installed.</exception>
    public Process Start(IReadOnlyList<string> command)
    {
        List<string> all = [.. prefix, .. command];
        var start = new ProcessStartInfo(Find(all[0]), all.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new WireGuardUnavailableException($"Cannot start '{all[0]}': {exception.Message}.", exception);
        }
    }

    /// <summary>Returns the exception of a command that failed.</summary>
    public static WireGuardException Failed(IReadOnlyList<string> command, int exitCode, string error) =>
        new($"'{string.Join(' ', command)}' failed with exit code {exitCode}: {(error.Length == 0 ? "no message" : error.ReplaceLineEndings(" "))}");

    /// <summary>Returns the path of a program. The folders of programs for administrators are often not in the PATH of services.</summary>
    private static string Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return ((string[])[.. folders, "/usr/sbin", "/sbin"]).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new WireGuardUnavailableException($"The program '{program}' is not installed.");
    }

    private static async Task WriteAllAsync(Stream stream, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        try
        {
            await stream.WriteAsync(input, cancellation).ConfigureAwait(false);
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The program exited without reading its input; its exit code and message report why.
        }
    }

    /// <summary>Reads a stream without leaving copies in memory.</summary>
    private static async Task<byte[]> ReadAllAsync(Stream stream, CancellationToken cancellation)
    {
        var buffer = new byte[16 * 1024];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            if (read == 0)
                break;
            length += read;
            if (length == buffer.Length)
                buffer = Moved(buffer, length, buffer.Length * 2);
        }
        return Moved(buffer, length, length);
    }

    private static byte[] Moved(byte[] buffer, int length, int size)
    {
        var moved = new byte[size];
        buffer.AsSpan(0, length).CopyTo(moved);
        CryptographicOperations.ZeroMemory(buffer);
        return moved;
    }
}
