namespace Vernier.EndToEnd.Servers;

/// <summary>Runs the SDK. What it would leave running for the next time (build nodes, the compiler server) is switched off: tests leave nothing behind.</summary>
internal static class DotnetCli
{
    // Generous, because it builds, and a machine may have few cores and much else to do.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, string> Quiet = new()
    {
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
    };

    /// <summary>Runs a command in a folder; it must succeed.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="packages">Where restored packages are kept; null for the user's own folder.</param>
    /// <param name="arguments">What comes after <c>dotnet</c>.</param>
    public static async Task<CommandResult> RunAsync(string folder, string? packages, params IReadOnlyList<string> arguments)
    {
        var environment = new Dictionary<string, string>(Quiet);
        if (packages is not null)
            environment["NUGET_PACKAGES"] = packages;
        return (await new Command("dotnet", arguments) { WorkingFolder = folder, Environment = environment }.RunAsync(deadline: Deadline)).Succeeded();
    }
}
