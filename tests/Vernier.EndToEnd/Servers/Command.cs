using System.Diagnostics;

namespace Vernier.EndToEnd.Servers;

/// <summary>A program with its arguments and environment.</summary>
internal sealed record Command(string Program, params IReadOnlyList<string> Arguments)
{
    public string? WorkingFolder { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string Name => Path.GetFileName(Program);

    /// <summary>Starts the program with all three streams redirected. The caller ends it with <see cref="ChildProcesses"/>.</summary>
    public Process Start()
    {
        var start = new ProcessStartInfo(Program, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = WorkingFolder ?? "",
        };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        return ChildProcesses.Start(start);
    }

    /// <summary>Runs the program until it exits, with any exit code; <see cref="CommandResult.Succeeded"/> requires 0.</summary>
    /// <param name="input">The standard input.</param>
    /// <param name="deadline">The time after which the program is killed and the test fails.</param>
    public async Task<CommandResult> RunAsync(string input = "", TimeSpan? deadline = null)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(deadline ?? Eventually.DefaultDeadline);
        var process = Start();
        try
        {
            // Both pipes are read while the input is written, so that neither side blocks.
            var output = process.StandardOutput.ReadToEndAsync(stop.Token);
            var errors = process.StandardError.ReadToEndAsync(stop.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), stop.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(stop.Token);
            var text = await output + await errors;
            return new(Name, process.ExitCode, text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }
        finally
        {
            await ChildProcesses.EndAsync(process);
        }
    }
}
