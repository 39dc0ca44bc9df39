using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Vernier.Host;

/// <summary>
/// Checks how many files and connections the operating system lets this process open. Each loaded assembly needs one too, so that with too few the process
/// would end with an exception that does not contain the cause. For that reason this class uses only the core library of .NET.
/// </summary>
internal static class OpenFileLimit
{
    /// <summary>The systems of the host open about 300 before the first request; a limit below leaves nothing for connections.</summary>
    private const int Minimum = 512;

    private const string Limits = "/proc/self/limits";

    /// <summary>Writes an error if the limit is too low.</summary>
    /// <returns>Whether the limit is sufficient, or unknown on this operating system.</returns>
    public static bool Check()
    {
        if (!OperatingSystem.IsLinux() || Find(File.ReadAllLines(Limits)) is not { } limit || limit >= Minimum)
            return true;
        using var errors = new FileStream(new SafeFileHandle(2, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        errors.Write(Encoding.UTF8.GetBytes(
            $"The limit of open files is {limit}; Vernier needs at least {Minimum}, and one for each connection. Raise it with 'ulimit -n 4096', with LimitNOFILE in the systemd unit, or with --ulimit nofile=4096 of the container.\n"));
        return false;
    }

    /// <summary>Returns the soft limit; null if there is none. .NET has raised it to the hard limit.</summary>
    private static int? Find(IEnumerable<string> limits)
    {
        const string name = "Max open files";
        foreach (var line in limits)
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
                return int.TryParse(line[name.Length..].TrimStart().Split(' ')[0], CultureInfo.InvariantCulture, out var limit) ? limit : null;
        }
        return null;
    }
}
