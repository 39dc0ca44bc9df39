using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>Properties of the machine that affect the figures.</summary>
internal static class Machine
{
    private const string Unknown = "unknown";

    public static string Cpu => FirstLine("/proc/cpuinfo", "model name")?.Split(':', 2)[^1].Trim() ?? Unknown;

    public static string Platform => $"{RuntimeInformation.OSDescription}, kernel {Environment.OSVersion.Version}, {RuntimeInformation.OSArchitecture}";

    /// <summary>The load average over the last 1, 5 and 15 minutes.</summary>
    public static string Load => FirstLine("/proc/loadavg", "") is { } line ? string.Join(", ", line.Split(' ').Take(3)) : Unknown;

    /// <summary>The commit that is checked out, and whether files differ from it; null without git.</summary>
    public static string? Commit => Git("rev-parse --short HEAD") is { Length: > 0 } commit
        ? commit + (Git("status --porcelain") is { Length: > 0 } ? " with local changes" : "")
        : null;

    private static string? FirstLine(string file, string start) =>
        File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) : null;

    private static string? Git(string arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? output.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null; // git is not installed.
        }
    }
}
