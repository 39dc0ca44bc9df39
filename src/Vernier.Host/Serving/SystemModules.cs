namespace Vernier.Host.Serving;

/// <summary>The systems that the host can serve, in the order of their documents.</summary>
internal static class SystemModules
{
    public static IReadOnlyList<ISystemModule> All { get; } =
    [
        new DicomWebOAuthModule(),
        new CcProxyModule(),
        new OrchestrixModule(),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(m => m.Name)];

    /// <summary>The names of the connection strings that they read.</summary>
    public static IReadOnlyList<string> ConnectionStrings { get; } = [.. All.SelectMany(m => m.ConnectionStrings)];

    /// <summary>The host's defaults for all of them, as configuration keys.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Defaults() =>
        All.SelectMany(m => m.Defaults.Select(d => KeyValuePair.Create($"systems:{m.Name}:{d.Key}", d.Value)));
}
