namespace Vernier.EndToEnd.Servers;

/// <summary>What the host finds when it is started: its command line, and a folder and an environment that are empty but for these.</summary>
internal sealed record HostSetup(params IReadOnlyList<string> Arguments)
{
    /// <summary>Every system of the host, in its order.</summary>
    public static IReadOnlyList<string> Systems { get; } =
    [
        "dicomweb-oauth",
        "ccproxy",
        "orchestrix",
    ];

    /// <summary>Variables that are added to those of the tests.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Files in the folder that it is started in, by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    // The project reference brings the host into the folder of the tests.
    public Command CommandIn(TemporaryFolder folder)
    {
        foreach (var (name, text) in Files)
            folder.Write(name, text);
        return new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Vernier.Host.dll"), .. Arguments])
        {
            WorkingFolder = folder.FullName,
            Environment = AnyPorts.Concat(Environment).GroupBy(v => v.Key).ToDictionary(v => v.Key, v => v.Last().Value),
        };
    }

    // Many hosts run side by side in the tests, so that a system of which a test says nothing takes any free port.
    private IEnumerable<KeyValuePair<string, string>> AnyPorts => Systems
        .Where(system => !Files.Values.Any(text => text.Contains(system, StringComparison.Ordinal)))
        .Select(system => KeyValuePair.Create($"systems__{system}__port", "0"));
}
