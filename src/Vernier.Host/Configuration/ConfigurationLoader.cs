using System.Text.Json;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Host.Configuration;

/// <summary>
/// Loads the configuration. Sources, lowest precedence first: the defaults of the host, appsettings.json, vernier.yml (or the file that the command
/// line names), environment variables, the command line.
/// </summary>
internal static class ConfigurationLoader
{
    /// <summary>Loads all sources. Unknown keys at the top level, and quoted numbers, are added to the errors.</summary>
    /// <param name="commandLine">The command line.</param>
    /// <param name="systems">The systems.</param>
    /// <param name="errors">Receives the errors.</param>
    /// <exception cref="ConfigurationException">A source cannot be read.</exception>
    public static HostConfiguration Load(CommandLineSettings commandLine, KnownSystems systems, List<string> errors)
    {
        var file = FileOf(commandLine);
        return new HostConfiguration(Read(commandLine, file, systems, errors), file, found => Reload(commandLine, file, systems, found));
    }

    /// <summary>Reads all sources again, and adds the errors of the settings of the host.</summary>
    private static IConfigurationRoot Reload(CommandLineSettings commandLine, string? file, KnownSystems systems, ICollection<string> found)
    {
        var errors = new List<string>();
        var configuration = Read(commandLine, file, systems, errors);
        _ = HostSettings.Read(configuration, systems.Names, systems.ConnectionStrings, errors);
        foreach (var error in errors)
            found.Add(error);
        return configuration;
    }

    private static IConfigurationRoot Read(CommandLineSettings commandLine, string? configurationFile, KnownSystems systems, List<string> errors)
    {
        var builder = new ConfigurationBuilder()
            .AddInMemoryCollection(systems.Defaults);
        try
        {
            builder.AddConfiguration(new ConfigurationBuilder().AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true).Build());
            if (configurationFile is not null)
                AddChecked(builder, ReadFile(configurationFile, systems, errors), errors);
            builder.AddEnvironmentVariables();
            AddChecked(builder, new ConfigurationBuilder().AddInMemoryCollection(FromCommandLine(commandLine, errors)).Build(), errors);
            return builder.Build();
        }
        catch (InvalidDataException exception)
        {
            // The JSON reader wraps its exception, which has the position, in one that names the file.
            throw new ConfigurationException($"{exception.Message} {DescribeJsonError(exception.GetBaseException())}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"Cannot read the configuration: {exception.Message}");
        }
    }

    /// <summary>The message of .NET ends in the location, counted from 0.</summary>
    private static string DescribeJsonError(Exception exception) => exception is JsonException { LineNumber: { } line, BytePositionInLine: { } position }
        ? $"Line {line + 1}, column {position + 1}: {exception.Message.Split(" LineNumber:", 2)[0]}"
        : exception.Message;

    /// <summary>Returns the full path of the configuration file, or null without one.</summary>
    private static string? FileOf(CommandLineSettings commandLine)
    {
        var path = Path.GetFullPath(commandLine.File ?? "vernier.yml");
        return commandLine.File is null && !File.Exists(path) ? null : path;
    }

    private static IConfigurationRoot ReadFile(string path, KnownSystems systems, List<string> errors)
    {
        if (!File.Exists(path))
            throw new ConfigurationException($"--config: file not found: {path}");
        return path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? new ConfigurationBuilder().AddJsonFile(path, optional: false).Build()
            : new ConfigurationBuilder().AddInMemoryCollection(YamlFile.Read(path, systems.NumberKeys, errors)).Build();
    }

    /// <summary>
    /// Adds a source that only this host reads, where an unknown key is an error. Other programs share appsettings.json and the environment, which
    /// may have further keys.
    /// </summary>
    private static void AddChecked(IConfigurationBuilder builder, IConfigurationRoot source, List<string> errors)
    {
        builder.AddConfiguration(source);
        errors.AddRange(source.GetChildren().Select(child => child.Key).Except(HostSettings.Keys, StringComparer.OrdinalIgnoreCase)
            .Select(key => ValidatedOptions.UnknownKey(key, HostSettings.Keys).ToString()));
    }

    private static List<KeyValuePair<string, string?>> FromCommandLine(CommandLineSettings commandLine, List<string> errors)
    {
        var settings = new List<KeyValuePair<string, string?>>();
        if (commandLine.Only is not null)
            settings.Add(new("only", commandLine.Only));
        if (commandLine.Demo is { } demo)
            settings.Add(new("demo", demo ? "true" : "false"));

        foreach (var setting in commandLine.Settings)
        {
            var equals = setting.IndexOf('=');
            if (equals > 0)
                settings.Add(new(setting[..equals], setting[(equals + 1)..]));
            else
                errors.Add(new OptionFailure("--set", setting, "must be key=value, for example systems:orchestrix:port=9001").ToString());
        }
        return settings;
    }
}
