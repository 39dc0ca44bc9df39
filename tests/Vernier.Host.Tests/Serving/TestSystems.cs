using Microsoft.Extensions.Configuration;
using Vernier.Host.Configuration;
using Vernier.Host.Serving;

namespace Vernier.Host.Tests.Serving;

/// <summary>Creates systems as the host does, from settings.</summary>
internal static class TestSystems
{
    /// <summary>Creates the systems without starting them.</summary>
    /// <param name="settings">Settings as <c>key=value</c>; later ones take precedence.</param>
    /// <exception cref="ConfigurationException">The settings are invalid.</exception>
    public static HostedSystems Create(params IEnumerable<string> settings) => Create(new HostConfiguration(
        new ConfigurationBuilder().AddInMemoryCollection(SystemModules.Defaults())
            .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
            .Build()));

    /// <summary>Creates the systems of a configuration without starting them.</summary>
    /// <exception cref="ConfigurationException">The configuration is invalid.</exception>
    public static HostedSystems Create(HostConfiguration configuration)
    {
        var errors = new List<string>();
        var host = HostSettings.Read(configuration.Root, SystemModules.Names, SystemModules.ConnectionStrings, errors);
        var systems = new HostedSystems(host.Only);
        foreach (var module in SystemModules.All.Where(module => systems.Contains(module.Name)))
        {
            if (RunningSystem.Create(module, configuration, host, systems, errors) is { } system)
                systems.Add(system);
        }
        return errors.Count == 0 ? systems : throw new ConfigurationException(errors);
    }

    /// <summary>Starts all systems.</summary>
    public static async Task StartAsync(HostedSystems systems)
    {
        foreach (var system in systems.All)
            await system.StartAsync(TestContext.Current.CancellationToken);
    }
}
