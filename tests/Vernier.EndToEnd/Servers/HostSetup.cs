namespace Vernier.EndToEnd.Servers;

/// <summary>What the host finds when it is started: its command line, and a folder and an environment that are empty but for these.</summary>
internal sealed record HostSetup(params IReadOnlyList<string> Arguments)
{
    // Many hosts run side by side in the tests, so that a system which a test does not look at takes any free port.
    private const string FixedPort = "systems__dicomweb-oauth__port";

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
            Environment = new Dictionary<string, string>(Environment.Where(v => v.Key != FixedPort)) { [FixedPort] = Environment.GetValueOrDefault(FixedPort, "0") },
        };
    }
}
