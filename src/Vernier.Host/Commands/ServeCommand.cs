using System.CommandLine;
using Vernier.Host.Configuration;
using Vernier.Host.Serving;

namespace Vernier.Host.Commands;

/// <summary>
/// Serves the systems until the process is stopped. Exit codes: 0 after a regular stop, 1 if a system cannot start or stops unexpectedly, 2 for an invalid
/// configuration or command line.
/// </summary>
internal static class ServeCommand
{
    private static readonly Option<string?> File =
        new("--config") { Description = "The configuration file, YAML or JSON. [default: vernier.yml if it exists]", HelpName = "FILE" };

    private static readonly Option<string?> Only =
        new("--only") { Description = "The systems to serve, separated by commas. [default: all]", HelpName = "NAME,..." };

    private static readonly Option<bool?> Demo =
        new("--demo") { Description = "Send demo traffic to the systems. [default: true]", HelpName = "true|false" };

    private static readonly Option<string[]> Set =
        new("--set") { Description = "Override a setting, e.g. systems:orchestrix:port=9001. Repeatable.", HelpName = "KEY=VALUE", DefaultValueFactory = _ => [] };

    /// <summary>
    /// Gives requests in flight time to complete after a termination signal. System.CommandLine would end the process after 2 s; the systems stop
    /// within 30 s.
    /// </summary>
    public static InvocationConfiguration Invocation { get; } = new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(35) };

    /// <summary>Adds the <c>serve</c> command and makes it the default command.</summary>
    public static void AddTo(RootCommand root)
    {
        var serve = new Command("serve", "Serve the systems (default command).");
        foreach (var command in (Command[])[root, serve])
        {
            command.Options.Add(File);
            command.Options.Add(Only);
            command.Options.Add(Demo);
            command.Options.Add(Set);
            command.SetAction((parsed, cancellation) => RunAsync(
                new CommandLineSettings(parsed.GetValue(File), parsed.GetValue(Only), parsed.GetValue(Demo), parsed.GetValue(Set)!), cancellation));
        }
        root.Subcommands.Add(serve);
    }

    private static async Task<int> RunAsync(CommandLineSettings commandLine, CancellationToken stop)
    {
        try
        {
            var errors = new List<string>();
            var configuration = ConfigurationLoader.Load(commandLine, SystemModules.Known, errors);
            var host = HostSettings.Read(configuration.Root, SystemModules.Names, SystemModules.ConnectionStrings, errors);
            var systems = new HostedSystems(host.Only);
            await using var owned = systems.ConfigureAwait(false);
            Create(systems, configuration, host, errors);
            foreach (var system in systems.All)
                await system.StartAsync(stop).ConfigureAwait(false);
            Console.WriteLine(Banner.Of(systems.All, host.Demo));
            await (await Task.WhenAny(systems.All.Select(system => system.WaitAsync(stop))).ConfigureAwait(false)).ConfigureAwait(false);
            return stop.IsCancellationRequested ? 0 : 1;
        }
        catch (ConfigurationException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return 2;
        }
        catch (StartException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
    }

    /// <summary>Creates the selected systems. Throws one exception with the errors of all systems.</summary>
    private static void Create(HostedSystems systems, HostConfiguration configuration, HostSettings host, List<string> errors)
    {
        foreach (var module in SystemModules.All.Where(module => systems.Contains(module.Name)))
        {
            if (RunningSystem.Create(module, configuration, host, systems, errors) is { } system)
                systems.Add(system);
        }
        if (errors.Count > 0)
            throw new ConfigurationException(errors);
    }
}
