using System.Diagnostics;

namespace Vernier.EndToEnd.Servers;

/// <summary>A program and what it is started with.</summary>
internal sealed record Command(string Program, params IReadOnlyList<string> Arguments)
{
    public string? WorkingFolder { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string Name => Path.GetFileName(Program);

    /// <summary>Starts it with all three streams redirected. Whoever starts it ends it through <see cref="ChildProcesses"/>.</summary>
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

    /// <summary>Runs a program that ends by itself. Whatever its exit code, this returns; <see cref="CommandResult.Succeeded"/> insists on 0.</summary>
    /// <param name="input">What it reads.</param>
    /// <param name="deadline">When it is ended and the test fails.</param>
    public async Task<CommandResult> RunAsync(string input = "", TimeSpan? deadline = null)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(deadline ?? Eventually.DefaultDeadline);
        var process = Start();
        try
        {
            // Both pipes are read while the input is written: neither side can block the other.
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
