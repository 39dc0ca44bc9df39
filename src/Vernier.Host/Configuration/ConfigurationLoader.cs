namespace Vernier.Host.Configuration;

/// <summary>
/// Reads the configuration. What comes later wins: the host's defaults, appsettings.json, vernier.yml (or the file that the command line names),
/// the environment, the command line.
/// </summary>
internal static class ConfigurationLoader
{
    /// <summary>Reads it all. Keys that mean nothing are added to the mistakes.</summary>
    /// <exception cref="ConfigurationException">Something cannot be read at all.</exception>
    public static IConfigurationRoot Load(CommandLineSettings commandLine, IEnumerable<KeyValuePair<string, string?>> defaults, List<string> mistakes)
    {
        var builder = new ConfigurationBuilder()
            .AddInMemoryCollection(defaults);
        try
        {
            builder.AddConfiguration(new ConfigurationBuilder().AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true).Build());
            if (ReadFile(commandLine.File) is { } file)
                AddChecked(builder, file, mistakes);
            builder.AddEnvironmentVariables();
            AddChecked(builder, new ConfigurationBuilder().AddInMemoryCollection(FromCommandLine(commandLine, mistakes)).Build(), mistakes);
            return builder.Build();
        }
        catch (InvalidDataException exception)
        {
            // The JSON reader wraps what it found, with the place, in an exception that names the file.
            throw new ConfigurationException($"{exception.Message} {exception.GetBaseException().Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The configuration cannot be read: {exception.Message}");
        }
    }

    private static IConfigurationRoot? ReadFile(string? file)
    {
        var path = Path.GetFullPath(file ?? "vernier.yml");
        if (file is null && !File.Exists(path))
            return null;
        if (!File.Exists(path))
            throw new ConfigurationException($"--config: there is no file {path}.");
        return path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? new ConfigurationBuilder().AddJsonFile(path, optional: false).Build()
            : new ConfigurationBuilder().AddInMemoryCollection(YamlFile.Read(path)).Build();
    }

    /// <summary>Adds what was written for the host alone, unlike the environment and appsettings.json: there a key that means nothing is a slip.</summary>
    private static void AddChecked(IConfigurationBuilder builder, IConfigurationRoot source, List<string> mistakes)
    {
        builder.AddConfiguration(source);
        mistakes.AddRange(source.GetChildren().Select(child => child.Key).Except(HostSettings.Keys, StringComparer.OrdinalIgnoreCase)
            .Select(key => $"{key}: there is no such key; known are {string.Join(", ", HostSettings.Keys)}."));
    }

    private static List<KeyValuePair<string, string?>> FromCommandLine(CommandLineSettings commandLine, List<string> mistakes)
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
                mistakes.Add($"--set: '{setting}' is not a setting; write key=value, e.g. systems:orchestrix:port=9001.");
        }
        return settings;
    }
}
