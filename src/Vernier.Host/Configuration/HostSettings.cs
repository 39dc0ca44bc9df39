using System.Net;

namespace Vernier.Host.Configuration;

/// <summary>The host's own settings, at the top of the configuration.</summary>
internal sealed record HostSettings
{
    /// <summary>What may stand at the top of the configuration.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["address", "demo", "only", "systems", "connectionStrings", "logging"];

    /// <summary>The address that all systems listen on. Default: loopback, so that nothing is reachable from outside unless it is said. Key: <c>address</c>.</summary>
    public IPAddress Address { get; private init; } = IPAddress.Loopback;

    /// <summary>Whether traffic is sent through the systems, so that their metrics move. Default: true. Key: <c>demo</c>.</summary>
    public bool Demo { get; private init; } = true;

    /// <summary>The names of the systems to serve. Default: all. Key: <c>only</c>, a list, or separated by commas.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>The levels and the console's form, as .NET reads them; null when they cannot be used. Default: warnings. Key: <c>logging</c>.</summary>
    public IConfigurationSection? Logging { get; private init; }

    /// <summary>Reads the settings and adds what is wrong to the mistakes.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="systems">The names of all systems.</param>
    /// <param name="connectionStrings">The names of all connection strings that a system reads.</param>
    /// <param name="mistakes">Where the mistakes go.</param>
    public static HostSettings Read(
        IConfiguration configuration, IReadOnlyList<string> systems, IReadOnlyList<string> connectionStrings, List<string> mistakes)
    {
        var address = Single(configuration.GetSection("address"), mistakes);
        var parsed = IPAddress.Loopback;
        if (address is not null && !IPAddress.TryParse(address, out parsed))
            mistakes.Add($"address: '{address}' is not an IP address; use 127.0.0.1 for this machine alone, 0.0.0.0 for all its addresses.");

        var demo = Single(configuration.GetSection("demo"), mistakes);
        var sendsDemo = true;
        if (demo is not null && !bool.TryParse(demo, out sendsDemo))
            mistakes.Add($"demo: '{demo}' is not true or false.");

        var only = Names(configuration.GetSection("only"));
        mistakes.AddRange(only.Except(systems).Select(name => $"only: there is no system '{name}'; known are {string.Join(", ", systems)}."));
        mistakes.AddRange(Children(configuration, "systems", mistakes).Select(s => s.Key).Except(systems)
            .Select(name => $"systems:{name}: there is no such system; known are {string.Join(", ", systems)}."));
        ReadConnectionStrings(configuration, connectionStrings, mistakes);
        var levels = LogLevels.Mistakes(Children(configuration, "logging", mistakes));
        mistakes.AddRange(levels);
        return new HostSettings
        {
            Address = parsed ?? IPAddress.Loopback,
            Demo = sendsDemo,
            Only = only.Length > 0 ? only : systems,
            Logging = levels.Count == 0 ? configuration.GetSection("logging") : null,
        };
    }

    // A connection string that nobody reads, or that is empty, would leave a system without its database, and nobody would notice. No value is repeated:
    // it may have a password.
    private static void ReadConnectionStrings(IConfiguration configuration, IReadOnlyList<string> known, List<string> mistakes)
    {
        foreach (var entry in Children(configuration, "connectionStrings", mistakes))
        {
            if (!known.Contains(entry.Key, StringComparer.OrdinalIgnoreCase))
                mistakes.Add($"{entry.Path}: there is no such connection string; known are {string.Join(", ", known)}.");
            else if (string.IsNullOrWhiteSpace(Single(entry, mistakes)) && !entry.GetChildren().Any())
                mistakes.Add($"{entry.Path}: has no value; leave it out to do without a database.");
        }
    }

    private static IEnumerable<IConfigurationSection> Children(IConfiguration configuration, string key, List<string> mistakes)
    {
        var section = configuration.GetSection(key);
        if (!string.IsNullOrEmpty(section.Value))
            mistakes.Add($"{key}: must be a section with keys.");
        return section.GetChildren();
    }

    private static string? Single(IConfigurationSection section, List<string> mistakes)
    {
        if (section.GetChildren().Any())
            mistakes.Add($"{section.Path}: must be one value.");
        return section.Value;
    }

    // The command line and the environment win over a list in a file, though its entries are still there beside them.
    private static string[] Names(IConfigurationSection section) => section.Value is { } commas
        ? commas.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : [.. section.GetChildren().Select(entry => entry.Value ?? "")];
}
