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

    /// <summary>Reads the settings and adds what is wrong to the mistakes.</summary>
    public static HostSettings Read(IConfiguration configuration, IReadOnlyList<string> systems, List<string> mistakes)
    {
        string? address = configuration["address"];
        IPAddress? parsed = IPAddress.Loopback;
        if (address is not null && !IPAddress.TryParse(address, out parsed))
            mistakes.Add($"address: '{address}' is not an IP address; use 127.0.0.1 for this machine alone, 0.0.0.0 for all its addresses.");

        string? demo = configuration["demo"];
        bool sendsDemo = true;
        if (demo is not null && !bool.TryParse(demo, out sendsDemo))
            mistakes.Add($"demo: '{demo}' is not true or false.");

        string[] only = Names(configuration.GetSection("only"));
        mistakes.AddRange(only.Except(systems).Select(name => $"only: there is no system '{name}'; known are {string.Join(", ", systems)}."));
        mistakes.AddRange(configuration.GetSection("systems").GetChildren().Select(s => s.Key).Except(systems)
            .Select(name => $"systems:{name}: there is no such system; known are {string.Join(", ", systems)}."));
        return new HostSettings { Address = parsed ?? IPAddress.Loopback, Demo = sendsDemo, Only = only.Length > 0 ? only : systems };
    }

    // The command line and the environment win over a list in a file, though its entries are still there beside them.
    private static string[] Names(IConfigurationSection section) => section.Value is { } commas
        ? commas.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : [.. section.GetChildren().Select(entry => entry.Value ?? "")];
}
