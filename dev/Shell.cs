using System.Diagnostics;

namespace Vernier.Dev;

internal static class Shell
{
    public static int Run(string program, string[] arguments)
    {
        Console.WriteLine($"> {program} {string.Join(' ', arguments)}");
        return RunQuietly(program, arguments);
    }

    public static int RunQuietly(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Runs a program and prints its command line and output as one piece when it has ended, so that programs can run in parallel.</summary>
    public static async Task<int> RunBufferedAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Console.WriteLine($"> {program} {string.Join(' ', arguments)}\n{output}{await error}".TrimEnd());
        return process.ExitCode;
    }
}
