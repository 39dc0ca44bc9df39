using Vernier.Host.Configuration;

namespace Vernier.Host.Serving;

/// <summary>The systems of the host, in the order in which they start: a system can use the ones before it.</summary>
internal static class SystemModules
{
    public static IReadOnlyList<ISystemModule> All { get; } =
    [
        new DicomWebOAuthModule(),
        new CcProxyModule(),
        new AiOrchestratorModule(),
        new PangolinModule(),
        new OrchestrixModule(),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(m => m.Name)];

    /// <summary>The names of all connection strings.</summary>
    public static IReadOnlyList<string> ConnectionStrings { get; } = [.. All.SelectMany(m => m.ConnectionStrings)];

    /// <summary>The defaults of the host for all systems, as configuration keys.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Defaults() =>
        All.SelectMany(m => m.Defaults.Select(d => KeyValuePair.Create($"systems:{m.Name}:{d.Key}", d.Value)));

    /// <summary>What the configuration knows of the systems.</summary>
    public static KnownSystems Known { get; } =
        new(Names, ConnectionStrings, [.. Defaults()], [.. All.SelectMany(m => m.NumberKeys.Select(key => $"systems:{m.Name}:{key}"))]);
}
