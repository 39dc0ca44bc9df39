namespace Vernier.EndToEnd.Servers;

/// <summary>The command line, files and environment variables with which the host is started. Its folder and its environment contain only these.</summary>
internal sealed record HostSetup(params IReadOnlyList<string> Arguments)
{
    /// <summary>All systems of the host, in its order.</summary>
    public static IReadOnlyList<string> Systems { get; } =
    [
        "dicomweb-oauth",
        "ccproxy",
        "ai-orchestrator",
        "pangolin",
        "orchestrix",
    ];

    /// <summary>Variables that are added to the environment of the tests.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Files in the working folder, by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    // The project reference copies the host into the folder of the tests.
    public Command CommandIn(TemporaryFolder folder)
    {
        foreach (var (name, text) in Files)
            folder.Write(name, text);
        return new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Vernier.Host.dll"), .. Arguments])
        {
            WorkingFolder = folder.FullName,
            Environment = AnyPorts.Concat(DataDirectories(folder)).Concat(Environment).GroupBy(v => v.Key).ToDictionary(v => v.Key, v => v.Last().Value),
        };
    }

    // One host at a time can use a data directory, and the default one is that of the user.
    private static IEnumerable<KeyValuePair<string, string>> DataDirectories(TemporaryFolder folder) =>
        ((string[])["ai-orchestrator", "pangolin"]).Select(system => KeyValuePair.Create($"systems__{system}__data_directory", folder.Combine(system)));

    // Tests run many hosts in parallel, so a system without a port in the test uses a free one.
    private IEnumerable<KeyValuePair<string, string>> AnyPorts => Systems
        .Where(system => !Files.Values.Any(text => text.Contains(system, StringComparison.Ordinal)))
        .SelectMany(system => system == "pangolin" ? [system, "pangolin__proxy"] : (string[])[system])
        .Select(section => KeyValuePair.Create($"systems__{section}__port", "0"));
}
