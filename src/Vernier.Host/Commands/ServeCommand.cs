using System.CommandLine;
using Vernier.Host.Configuration;
using Vernier.Host.Serving;

namespace Vernier.Host.Commands;

/// <summary>Serves the systems until it is stopped. Exit code 0 after that, 1 when a system cannot start, 2 when the configuration or the command line is wrong.</summary>
internal static class ServeCommand
{
    private static readonly Option<string?> File =
        new("--config") { Description = "A configuration file, YAML or JSON; without it vernier.yml is read if it is there.", HelpName = "FILE" };

    private static readonly Option<string?> Only =
        new("--only") { Description = "The systems to serve, separated by commas; without it all of them.", HelpName = "NAME,..." };

    private static readonly Option<bool?> Demo =
        new("--demo") { Description = "Send demo traffic through the systems; true by default.", HelpName = "true|false" };

    private static readonly Option<string[]> Set =
        new("--set") { Description = "A setting, e.g. systems:orchestrix:port=9001; may be given several times.", HelpName = "KEY=VALUE", DefaultValueFactory = _ => [] };

    /// <summary>
    /// After a signal the requests in flight are answered before the process ends. Without this it would be cut off after two seconds; a system that
    /// does not come to an end gives up by itself after thirty.
    /// </summary>
    public static InvocationConfiguration Invocation { get; } = new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(35) };

    /// <summary>Adds the command <c>serve</c>, and makes it what happens without a command.</summary>
    public static void AddTo(RootCommand root)
    {
        var serve = new Command("serve", "Serve the systems.");
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
        var systems = new List<RunningSystem>();
        try
        {
            var host = Create(commandLine, systems);
            foreach (var system in systems)
                await system.StartAsync(stop).ConfigureAwait(false);
            Console.WriteLine(Banner.Of(systems, host.Demo));
            await (await Task.WhenAny(systems.Select(system => system.WaitAsync(stop))).ConfigureAwait(false)).ConfigureAwait(false);
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
        finally
        {
            foreach (var system in systems)
                await system.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Makes all systems that are asked for, or throws with all mistakes of all of them.</summary>
    private static HostSettings Create(CommandLineSettings commandLine, List<RunningSystem> systems)
    {
        var mistakes = new List<string>();
        var configuration = ConfigurationLoader.Load(commandLine, SystemModules.Defaults(), mistakes);
        var host = HostSettings.Read(configuration, SystemModules.Names, SystemModules.ConnectionStrings, mistakes);
        foreach (var module in SystemModules.All.Where(m => host.Only.Contains(m.Name)))
        {
            if (RunningSystem.Create(module, configuration, host, mistakes) is { } system)
                systems.Add(system);
        }
        return mistakes.Count == 0 ? host : throw new ConfigurationException(mistakes);
    }
}
