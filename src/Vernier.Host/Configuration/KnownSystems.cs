namespace Vernier.Host.Configuration;

/// <summary>What the configuration knows of the systems.</summary>
/// <param name="Names">The names of all systems.</param>
/// <param name="ConnectionStrings">The names of all connection strings that a system reads.</param>
/// <param name="Defaults">The defaults of the host, as configuration keys.</param>
/// <param name="NumberKeys">The configuration keys whose values must be written as numbers in YAML.</param>
internal sealed record KnownSystems(
    IReadOnlyList<string> Names,
    IReadOnlyList<string> ConnectionStrings,
    IReadOnlyList<KeyValuePair<string, string?>> Defaults,
    IReadOnlyList<string> NumberKeys);
