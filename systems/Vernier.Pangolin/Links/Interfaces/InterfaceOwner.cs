using System.Globalization;

namespace Vernier.Pangolin.Links.Interfaces;

/// <summary>
/// Identifies the process that created an interface. The text is the alias of the interface, so that an interface that a killed process has left behind
/// can be replaced, and one of another program or of a running process is never deleted.
/// </summary>
internal static class InterfaceOwner
{
    private const string Prefix = "vernier-pangolin";

    /// <summary>The alias for interfaces of this process.</summary>
    public static string Current { get; } = string.Create(CultureInfo.InvariantCulture, $"{Prefix} {Environment.ProcessId} {StartTimeOf(Environment.ProcessId)}");

    /// <summary>Whether the alias is that of a process that does not run any more.</summary>
    public static bool IsLeftBehind(string? alias) =>
        alias?.Split(' ') is [Prefix, var id, var start] && int.TryParse(id, CultureInfo.InvariantCulture, out var process) && StartTimeOf(process) != start;

    /// <summary>Returns the start time of a process in clock ticks since boot; null if it does not run.</summary>
    private static string? StartTimeOf(int process)
    {
        try
        {
            // The second field is the program in parentheses and may contain spaces; the start time is field 22.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
