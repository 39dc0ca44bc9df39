using System.Net;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Host.Configuration;

/// <summary>The settings of the host itself, at the top level of the configuration.</summary>
[SnakeCaseKeys]
internal sealed class HostSettings
{
    private const string SectionRule = "must be a section with keys";

    /// <summary>The keys at the top level of the configuration.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["address", "demo", "only", "systems", "connectionStrings", "logging"];

    /// <summary>The address that all systems listen on. Default: loopback, so that nothing is reachable from other machines unless configured.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>Whether demo traffic is sent through the systems, so that their metrics change. Default: true.</summary>
    public bool Demo { get; set; } = true;

    /// <summary>The names of the systems to serve: a list, or a text with commas. Default: all systems.</summary>
    public IReadOnlyList<string> Only { get; set; } = [];

    /// <summary>The section <c>logging</c>, as .NET reads it; null when it is invalid. Default: warnings and errors.</summary>
    internal IConfigurationSection? Logging { get; private set; }

    /// <summary>Reads the settings and adds what is invalid to the errors.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="systems">The names of all systems.</param>
    /// <param name="connectionStrings">The names of all connection strings that a system reads.</param>
    /// <param name="errors">Receives the errors.</param>
    public static HostSettings Read(
        IConfiguration configuration, IReadOnlyList<string> systems, IReadOnlyList<string> connectionStrings, List<string> errors)
    {
        var failures = new List<OptionFailure>();
        var settings = ValidatedOptions.Read<HostSettings>(configuration, failures, new() { AllowUnknownKeys = true });
        string[] only = [.. settings.Only.SelectMany(names => names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        failures.AddRange(only.Except(systems).Select(name => new OptionFailure("only", name, $"must be one of {string.Join(", ", systems)}")));
        failures.AddRange(Children(configuration, "systems", failures).Where(s => !systems.Contains(s.Key))
            .Select(section => ValidatedOptions.UnknownKey(section.Path, systems)));
        ReadConnectionStrings(configuration, connectionStrings, failures);
        var levels = LogLevels.Check(Children(configuration, "logging", failures));
        failures.AddRange(levels);
        errors.AddRange(failures.Select(failure => failure.ToString()));
        settings.Only = only.Length > 0 ? only : systems;
        settings.Logging = levels.Count == 0 ? configuration.GetSection("logging") : null;
        return settings;
    }

    // With a misspelled or empty connection string a system would silently run without its database. Values are never shown: they may have a password.
    private static void ReadConnectionStrings(IConfiguration configuration, IReadOnlyList<string> known, List<OptionFailure> failures)
    {
        foreach (var entry in Children(configuration, "connectionStrings", failures))
        {
            if (!known.Contains(entry.Key, StringComparer.OrdinalIgnoreCase))
                failures.Add(ValidatedOptions.UnknownKey(entry.Path, known));
            else if (entry.GetChildren().Any())
                failures.Add(new OptionFailure(entry.Path, null, "must be a single value"));
            else if (string.IsNullOrWhiteSpace(entry.Value))
                failures.Add(new OptionFailure(entry.Path, null, "the value is empty; remove the key to run without a database"));
        }
    }

    private static IReadOnlyList<IConfigurationSection> Children(IConfiguration configuration, string key, List<OptionFailure> failures)
    {
        var section = configuration.GetSection(key);
        if (!string.IsNullOrEmpty(section.Value))
            failures.Add(new OptionFailure(key, null, SectionRule));
        return [.. section.GetChildren()];
    }
}
