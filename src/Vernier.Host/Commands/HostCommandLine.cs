using System.CommandLine;

namespace Vernier.Host.Commands;

/// <summary>The command line of the host.</summary>
internal static class HostCommandLine
{
    /// <summary>Runs a command. Returns the exit code: 2 for an invalid command line.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand(
            "Vernier serves demo systems with Prometheus metrics, generates their dashboards and alert rules, and checks metrics, rules and dashboards.");
        ServeCommand.AddTo(root);
        GenerateCommand.AddTo(root);
        CheckCommand.AddTo(root);
        SiteCommand.AddTo(root);
        ClientCommand.AddTo(root);
        var parsed = root.Parse(args);
        var exitCode = await parsed.InvokeAsync(ServeCommand.Invocation).ConfigureAwait(false);
        return parsed.Errors.Count == 0 ? exitCode : 2;
    }
}
