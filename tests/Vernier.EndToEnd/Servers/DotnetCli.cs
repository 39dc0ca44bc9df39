namespace Vernier.EndToEnd.Servers;

/// <summary>Runs the .NET SDK without the processes that it would keep running (build nodes, the compiler server).</summary>
internal static class DotnetCli
{
    // Generous, because builds are slow on a busy machine with few cores.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, string> Quiet = new()
    {
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
    };

    /// <summary>Runs a command that must succeed.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="packages">The folder of restored packages; null uses the folder of the user.</param>
    /// <param name="arguments">The arguments of <c>dotnet</c>.</param>
    public static async Task<CommandResult> RunAsync(string folder, string? packages, params IReadOnlyList<string> arguments)
    {
        var environment = new Dictionary<string, string>(Quiet);
        if (packages is not null)
            environment["NUGET_PACKAGES"] = packages;
        return (await new Command("dotnet", arguments) { WorkingFolder = folder, Environment = environment }.RunAsync(deadline: Deadline)).Succeeded();
    }
}
